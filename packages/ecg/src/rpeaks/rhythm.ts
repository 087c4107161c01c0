import type { DetectorDesign } from './design.ts';
import { tuning } from './tuning.ts';

/** Expected RR intervals. */
export interface Rhythm {
  /** Median of the last RR intervals, samples. */
  readonly usual: number;
  /** 1 for a regular rhythm, more for an irregular one. */
  readonly width: number;
}

/** Estimates the rhythm from the last RR intervals, samples; without any, assumes 75 beats a minute. */
export function rhythmOf(rrIntervals: readonly number[], { samplingRateHz }: DetectorDesign): Rhythm {
  const sorted = rrIntervals.toSorted((a, b) => a - b);
  const usual = sorted[sorted.length >> 1];
  if (usual === undefined) return { usual: 0.8 * samplingRateHz, width: 1 };
  let spread = 0;
  for (const rrInterval of sorted) spread += Math.abs(Math.log(rrInterval / usual)) / sorted.length;
  return { usual, width: 1 + tuning.rrSpreadWeight * spread };
}

/**
 * Log-likelihood of an interval relative to the usual one: falls with the absolute logarithm of their ratio, as in a
 * Laplace distribution, down to a floor for unexpected early beats and pauses.
 */
export function rrScore(rrInterval: number, { usual, width }: Rhythm): number {
  const ratio = Math.log(rrInterval / usual) / width;
  return ratio < 0
    ? Math.max(-tuning.maxEarlyPenalty, ratio / tuning.earlyScale)
    : Math.max(-tuning.maxLatePenalty, -ratio / tuning.lateScale);
}

/** Log-likelihood of an interval still open: 0 while it is shorter than usual. */
export const openRrScore = (sinceLast: number, rhythm: Rhythm): number =>
  sinceLast <= rhythm.usual ? 0 : rrScore(sinceLast, rhythm);
