import {
  fibrillationLevel,
  learnedAroundUs,
  usableQualityIndex,
  type Beat,
  type SignalSecond,
} from '@beatwatch/contracts';

/** Whether a second's signal is good enough to learn from. */
export interface SecondTrust {
  readonly timeUs: number;
  readonly endTimeUs: number;
  readonly usable: boolean;
}

/** Seconds kept: a beat is reported up to three seconds after its R peak, after a search back a little later. */
const keptSeconds = 8;

export function rememberSecond(known: readonly SecondTrust[], second: SignalSecond): SecondTrust[] {
  const { timeUs, endTimeUs, qualityIndex, fibrillationIndex } = second;
  const usable = qualityIndex >= usableQualityIndex && fibrillationIndex < fibrillationLevel;
  return [...known.slice(1 - keptSeconds), { timeUs, endTimeUs, usable }];
}

/** Whether no known second that overlaps the interval is unusable. */
const isTrusted = (known: readonly SecondTrust[], fromUs: number, toUs: number): boolean =>
  known.every(({ timeUs, endTimeUs, usable }) => usable || endTimeUs <= fromUs || timeUs >= toUs);

/** Whether an adaptation may learn from a beat, by the seconds that are known when the beat is reported. */
export const mayLearn = (
  known: readonly SecondTrust[],
  { late, timeUs }: Pick<Beat, 'late' | 'timeUs'>,
): boolean =>
  late !== true && isTrusted(known, timeUs - learnedAroundUs.before, timeUs + learnedAroundUs.after);
