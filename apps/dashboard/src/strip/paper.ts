/** Scale of ECG paper on the screen. */
export interface PaperScale {
  /** CSS pixels per millimetre, also of the grid behind a strip (`--mm`). */
  readonly pixelsPerMm: number;
  readonly mmPerSecond: number;
}

/** Of stored recordings. */
export const stillPaper: PaperScale = { pixelsPerMm: 4, mmPerSecond: 25 };

export const pixelsPerSecondOf = ({ pixelsPerMm, mmPerSecond }: PaperScale): number =>
  pixelsPerMm * mmPerSecond;

/** A strip is as high as it needs for the usual gain. */
const heightMm = 26;
const leastSeconds = 6;
/** Speeds of monitors; slower ones where a strip would show too little. */
const speedsMmPerSecond = [25, 12.5] as const;
const slowestMmPerSecond = 6.25;
const smallestMm = 3;
/** Below it a strip that is high enough had better run slower. */
const legibleMm = 5;
const largestMm = 12;

/**
 * The paper of a live strip: as large as its height allows, with 6 s or more in view where that can be.
 * @param lockedMmPerSecond speed, by default by the width
 */
export function livePaper(
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
  lockedMmPerSecond?: number,
): PaperScale {
  const byHeight = Math.floor(heightPx / heightMm);
  const byWidth = (speed: number): number => Math.floor(widthPx / (speed * leastSeconds));
  const legible = Math.max(smallestMm, Math.min(legibleMm, byHeight));
  const mmPerSecond =
    lockedMmPerSecond ?? speedsMmPerSecond.find((speed) => byWidth(speed) >= legible) ?? slowestMmPerSecond;
  const wanted = Math.min(byHeight, byWidth(mmPerSecond));
  return { pixelsPerMm: Math.max(smallestMm, Math.min(largestMm, wanted)), mmPerSecond };
}

/** Possible gains of a strip, millimetres per millivolt; the first is the standard. */
export const gains = [10, 5, 2.5] as const;
export type Gain = (typeof gains)[number];

/** Position of 0 mV as a share of a strip's height from the top: ECG reaches further up than down. */
export const baselineShare = 0.58;

/** The highest gain at which the trace stays on the strip, 10 mm/mV at most. */
export function fittingGain(
  { minMv, maxMv }: { readonly minMv: number; readonly maxMv: number },
  heightPx: number,
  { pixelsPerMm }: PaperScale,
): Gain {
  const upMm = (heightPx * baselineShare) / pixelsPerMm;
  const downMm = (heightPx * (1 - baselineShare)) / pixelsPerMm;
  return gains.find((gain) => maxMv * gain <= upMm && -minMv * gain <= downMm) ?? 2.5;
}
