/** One millimetre of ECG paper on screen, CSS pixels. All strips use it, and the grid behind them. */
export const pixelsPerMm = 4;
export const mmPerSecond = 25;
export const pixelsPerSecond = pixelsPerMm * mmPerSecond;

/** Gains a strip may have, millimetres per millivolt; the first is the standard. */
export const gains = [10, 5, 2.5] as const;
export type Gain = (typeof gains)[number];

/** Where a strip draws zero, as a share of its height: there is more to see above. */
export const baselineShare = 0.58;

/** The standard gain, or the next smaller one at which the trace stays on the strip. */
export function fittingGain(
  { minMv, maxMv }: { readonly minMv: number; readonly maxMv: number },
  heightPx: number,
): Gain {
  const upMm = (heightPx * baselineShare) / pixelsPerMm;
  const downMm = (heightPx * (1 - baselineShare)) / pixelsPerMm;
  return gains.find((gain) => maxMv * gain <= upMm && -minMv * gain <= downMm) ?? 2.5;
}
