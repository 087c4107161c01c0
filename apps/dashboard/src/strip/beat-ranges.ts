import type { LiveScore, LiveSecond } from '@beatwatch/live-protocol';

type Scored = Pick<LiveScore, 'beatTimeUs' | 'rrIntervalMs' | 'anomalous'>;

/** A stretch of the strip. */
export interface Stretch {
  readonly fromUs: number;
  readonly toUs: number;
}

/** A QRS begins before its R peak, a wide one by about so much: for the eye a beat runs from there to the next one's. */
const beforePeakUs = 100_000;

/** Where a beat is seen on the strip. */
export const rangeOfBeat = ({ beatTimeUs, rrIntervalMs }: Omit<Scored, 'anomalous'>): Stretch => ({
  fromUs: beatTimeUs - beforePeakUs,
  toUs: beatTimeUs - beforePeakUs + rrIntervalMs * 1000,
});

/** Whether no second that the beat lies in is known to be poor: of others a loss says nothing. */
export const isTrusted = (
  { beatTimeUs, rrIntervalMs }: Omit<Scored, 'anomalous'>,
  poor: readonly Pick<LiveSecond, 'timeUs' | 'endTimeUs'>[],
): boolean =>
  poor.every(
    ({ timeUs, endTimeUs }) => endTimeUs <= beatTimeUs || timeUs >= beatTimeUs + rrIntervalMs * 1000,
  );

/** The anomalous beats that are shown as such, in the order of the scores. */
export const anomalousRanges = (
  scores: readonly Scored[],
  poor: readonly Pick<LiveSecond, 'timeUs' | 'endTimeUs'>[],
): Stretch[] => scores.filter((score) => score.anomalous && isTrusted(score, poor)).map(rangeOfBeat);
