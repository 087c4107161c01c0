import type { TrendPoint } from '@beatwatch/timescale';

/** What something was over the last minutes, and what it was some time before. */
export interface Change {
  readonly now: number;
  readonly then: number;
  /** Between the two. */
  readonly hours: number;
}

/** How two measures of a patient have moved; absent where too little is stored. */
export interface PatientChanges {
  /** Beats a minute. */
  readonly heartRateBpm?: Change;
  readonly anomalyScore?: Change;
}

/** How far back a change is looked for. */
export const changeHours = 2;
const minuteUs = 60e6;
const windowMinutes = 10;
const leastMinutes = 3;
/** Two windows that lie closer tell no trend. */
const leastApartMinutes = 30;

/**
 * The last ten minutes beside ten minutes from up to two hours before.
 * @param points one a minute, in order of time
 * @param nowUs end of the last minute
 */
export function changesOf(points: readonly TrendPoint[], nowUs: number): PatientChanges {
  const within = (fromUs: number, toUs: number): readonly TrendPoint[] =>
    points.filter(({ timeUs, beats }) => timeUs >= fromUs && timeUs < toUs && beats > 0);
  const last = within(nowUs - windowMinutes * minuteUs, nowUs);
  const firstUs = within(nowUs - changeHours * 60 * minuteUs, nowUs)[0]?.timeUs;
  if (firstUs === undefined) return {};
  const before = within(firstUs, firstUs + windowMinutes * minuteUs);
  const apartMinutes = (nowUs - firstUs) / minuteUs - windowMinutes;
  if (last.length < leastMinutes || before.length < leastMinutes || apartMinutes < leastApartMinutes)
    return {};
  const hours = (nowUs - firstUs) / minuteUs / 60;
  const change = (of: (point: TrendPoint) => number): Change => ({
    now: meanOf(last, of),
    then: meanOf(before, of),
    hours,
  });
  return {
    heartRateBpm: change(({ meanHeartRateBpm }) => meanHeartRateBpm),
    anomalyScore: change(({ meanAnomalyScore }) => meanAnomalyScore),
  };
}

/** Each beat counts once. */
function meanOf(points: readonly TrendPoint[], of: (point: TrendPoint) => number): number {
  const beats = points.reduce((sum, point) => sum + point.beats, 0);
  return points.reduce((sum, point) => sum + point.beats * of(point), 0) / beats;
}
