import type { TrendPoint } from '@beatwatch/timescale';
import { describe, expect, it } from 'vitest';
import { changesOf } from './change.ts';

const nowUs = 1.8e15;
/** One point for each minute, the first is the oldest. */
const minutes = (count: number, rateOf: (minutesAgo: number) => number): TrendPoint[] =>
  Array.from({ length: count }, (_, index): TrendPoint => {
    const ago = count - index;
    const rate = rateOf(ago);
    return {
      timeUs: nowUs - ago * 60e6,
      beats: 70,
      anomalousBeats: 0,
      meanHeartRateBpm: rate,
      minHeartRateBpm: rate,
      maxHeartRateBpm: rate,
      meanAnomalyScore: rate / 100,
      maxAnomalyScore: 2,
    };
  });

describe('changesOf', () => {
  it('compares the last ten minutes with ten of two hours before', () => {
    const points = minutes(180, (ago) => (ago <= 10 ? 142 : 107));
    const { heartRateBpm, anomalyScore } = changesOf(points, nowUs);
    expect(heartRateBpm).toEqual({ now: 142, then: 107, hours: 2 });
    expect(anomalyScore?.now).toBeCloseTo(1.42);
  });

  it('takes the oldest minutes of a patient who has been here for less, from 40 minutes on', () => {
    expect(
      changesOf(
        minutes(60, (ago) => (ago > 50 ? 60 : 90)),
        nowUs,
      ).heartRateBpm,
    ).toEqual({
      now: 90,
      then: 60,
      hours: 1,
    });
    expect(
      changesOf(
        minutes(39, () => 90),
        nowUs,
      ),
    ).toEqual({});
  });

  it('knows nothing of a patient without recent beats', () => {
    expect(changesOf(minutes(180, () => 90).slice(0, -10), nowUs)).toEqual({});
    expect(changesOf([], nowUs)).toEqual({});
  });
});
