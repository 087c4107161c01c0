/** CSS pixels per millimetre of ECG paper, also for the grid behind the strips (`--mm` in tokens.css). */
export const pixelsPerMm = 4;
export const mmPerSecond = 25;
export const pixelsPerSecond = pixelsPerMm * mmPerSecond;

/** Possible gains of a strip, millimetres per millivolt; the first is the standard. */
export const gains = [10, 5, 2.5] as const;
export type Gain = (typeof gains)[number];

/** Position of 0 mV as a share of a strip's height from the top: ECG reaches further up than down. */
export const baselineShare = 0.58;

/** The highest gain at which the trace stays on the strip, 10 mm/mV at most. */
export function fittingGain(
  { minMv, maxMv }: { readonly minMv: number; readonly maxMv: number },
  heightPx: number,
): Gain {
  const upMm = (heightPx * baselineShare) / pixelsPerMm;
  const downMm = (heightPx * (1 - baselineShare)) / pixelsPerMm;
  return gains.find((gain) => maxMv * gain <= upMm && -minMv * gain <= downMm) ?? 2.5;
}
