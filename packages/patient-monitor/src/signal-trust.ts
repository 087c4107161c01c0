import type { Beat, SignalSecond } from '@beatwatch/contracts';

/** A quality below this, or a fibrillation index from here on, and a second says nothing of the patient's own beats. */
const usableIndex = 0.5;

/** What is known of a second that has passed. */
export interface SecondTrust {
  readonly timeUs: number;
  readonly endTimeUs: number;
  readonly usable: boolean;
}

/** A beat comes out up to three seconds after its R peak, that of a search back a little later. */
const keptSeconds = 8;

export function rememberSecond(known: readonly SecondTrust[], second: SignalSecond): SecondTrust[] {
  const { timeUs, endTimeUs, qualityIndex, fibrillationIndex } = second;
  const usable = qualityIndex >= usableIndex && fibrillationIndex < usableIndex;
  return [...known.slice(1 - keptSeconds), { timeUs, endTimeUs, usable }];
}

/** Whether no second that is known to overlap the stretch is unusable. */
const isTrusted = (known: readonly SecondTrust[], fromUs: number, toUs: number): boolean =>
  known.every(({ timeUs, endTimeUs, usable }) => usable || endTimeUs <= fromUs || timeUs >= toUs);

/** Signal before and after the R peak that has to be good for a beat to be learned. */
const learnedAroundUs = { before: 250_000, after: 450_000 };

/** Whether a patient's adaptation may learn from a beat, by what is known of the signal when it comes out. */
export const mayLearn = (
  known: readonly SecondTrust[],
  { late, timeUs }: Pick<Beat, 'late' | 'timeUs'>,
): boolean =>
  late !== true && isTrusted(known, timeUs - learnedAroundUs.before, timeUs + learnedAroundUs.after);
