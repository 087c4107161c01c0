import type { TrendPoint } from '@beatwatch/timescale';
import { expect, it } from 'vitest';
import { trendColumns } from './trend-series.ts';

const point = (minute: number): TrendPoint => ({
  timeUs: minute * 60e6,
  beats: 70,
  anomalousBeats: 0,
  meanHeartRateBpm: 70 + minute,
  minHeartRateBpm: 60,
  maxHeartRateBpm: 90,
  meanAnomalyScore: 10,
  maxAnomalyScore: 20,
});

it('interrupts the line where minutes are missing', () => {
  const { timesSeconds, meanHeartRate } = trendColumns([point(1), point(2), point(9)], 'minute');
  expect(timesSeconds).toEqual([60, 120, 180, 540]);
  expect(meanHeartRate).toEqual([71, 72, null, 79]);
});
