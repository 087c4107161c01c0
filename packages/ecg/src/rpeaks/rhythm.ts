import type { DetectorDesign } from './design.ts';
import { tuning } from './tuning.ts';

/** What intervals are to be expected. */
export interface Rhythm {
  /** Median of the last RR intervals, samples. */
  readonly usual: number;
  /** 1 for a regular rhythm, more for an irregular one. */
  readonly width: number;
}

/** Of the last RR intervals, samples; before the first a rate of 75 a minute. */
export function rhythmOf(rrIntervals: readonly number[], { samplingRateHz }: DetectorDesign): Rhythm {
  const sorted = rrIntervals.toSorted((a, b) => a - b);
  const usual = sorted[sorted.length >> 1];
  if (usual === undefined) return { usual: 0.8 * samplingRateHz, width: 1 };
  let spread = 0;
  for (const rrInterval of sorted) spread += Math.abs(Math.log(rrInterval / usual)) / sorted.length;
  return { usual, width: 1 + tuning.rrSpreadWeight * spread };
}

/**
 * Logarithm of how likely an interval is, 0 for the usual one: falls with the size of the log of their ratio, as in
 * a Laplace distribution, and no lower than for an early beat or a pause that comes out of the blue.
 */
export function rrScore(rrInterval: number, { usual, width }: Rhythm): number {
  const ratio = Math.log(rrInterval / usual) / width;
  return ratio < 0
    ? Math.max(-tuning.earlyMost, ratio / tuning.earlyScale)
    : Math.max(-tuning.lateMost, -ratio / tuning.lateScale);
}

/** The same for an interval that is not over yet: nothing speaks against it while it is shorter than usual. */
export const openRrScore = (sinceLast: number, rhythm: Rhythm): number =>
  sinceLast <= rhythm.usual ? 0 : rrScore(sinceLast, rhythm);
