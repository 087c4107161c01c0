import type { LiveScore, LiveSecond } from '@beatwatch/live-protocol';
import type { TimeRange } from './time-range.ts';

/** Two leads see one beat at times that lie as close as this. */
export const sameBeatUs = 150_000;

type ScoredBeat = Pick<LiveScore, 'beatTimeUs' | 'rrIntervalMs' | 'anomalous'>;
type PoorSecond = Pick<LiveSecond, 'timeUs' | 'endTimeUs'>;

/** A wide QRS complex begins about this long before its R peak. */
const beforePeakUs = 100_000;

/** Where a beat is drawn: from the start of its QRS complex to that of the next. */
export const rangeOfBeat = ({ beatTimeUs, rrIntervalMs }: Omit<ScoredBeat, 'anomalous'>): TimeRange => ({
  fromUs: beatTimeUs - beforePeakUs,
  toUs: beatTimeUs - beforePeakUs + rrIntervalMs * 1000,
});

/** Whether a beat lies outside all seconds of poor signal, where a score means nothing. */
export const isTrusted = (
  { beatTimeUs, rrIntervalMs }: Omit<ScoredBeat, 'anomalous'>,
  poor: readonly PoorSecond[],
): boolean =>
  poor.every(
    ({ timeUs, endTimeUs }) => endTimeUs <= beatTimeUs || timeUs >= beatTimeUs + rrIntervalMs * 1000,
  );

/** Ranges of the anomalous beats outside poor signal, in the order of the scores. */
export const anomalousRanges = (scores: readonly ScoredBeat[], poor: readonly PoorSecond[]): TimeRange[] =>
  scores.filter((score) => score.anomalous && isTrusted(score, poor)).map(rangeOfBeat);
