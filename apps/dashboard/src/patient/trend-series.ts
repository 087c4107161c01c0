import type { TrendPoint } from '@beatwatch/timescale';

const bucketSeconds = { minute: 60, hour: 3600 } as const;

/** Columns for uPlot: epoch seconds and values, null where the line is interrupted. */
export interface TrendColumns {
  readonly timesSeconds: number[];
  readonly meanHeartRate: (number | null)[];
  readonly minHeartRate: (number | null)[];
  readonly maxHeartRate: (number | null)[];
  readonly meanAnomalyScore: (number | null)[];
  readonly maxAnomalyScore: (number | null)[];
}

/** Converts buckets to columns, with a null between buckets that are not adjacent. */
export function trendColumns(points: readonly TrendPoint[], bucket: 'minute' | 'hour'): TrendColumns {
  const columns: TrendColumns = {
    timesSeconds: [],
    meanHeartRate: [],
    minHeartRate: [],
    maxHeartRate: [],
    meanAnomalyScore: [],
    maxAnomalyScore: [],
  };
  const width = bucketSeconds[bucket];
  let previous: number | undefined;
  for (const point of points) {
    const at = point.timeUs / 1e6;
    if (previous !== undefined && at - previous > width * 1.5) push(columns, previous + width, undefined);
    push(columns, at, point);
    previous = at;
  }
  return columns;
}

function push(columns: TrendColumns, atSeconds: number, point: TrendPoint | undefined): void {
  columns.timesSeconds.push(atSeconds);
  columns.meanHeartRate.push(point?.meanHeartRateBpm ?? null);
  columns.minHeartRate.push(point?.minHeartRateBpm ?? null);
  columns.maxHeartRate.push(point?.maxHeartRateBpm ?? null);
  columns.meanAnomalyScore.push(point?.meanAnomalyScore ?? null);
  columns.maxAnomalyScore.push(point?.maxAnomalyScore ?? null);
}
