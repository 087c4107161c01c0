import type { QualitySecond } from '@beatwatch/timescale';
import { isPoor } from '../live/poor-seconds.ts';
import type { QualityResponse } from './responses.ts';

/** Counts the seconds that cannot be trusted by bucket; several leads count the worst of them. */
export function poorBuckets(
  seconds: readonly Pick<QualitySecond, 'timeUs' | 'qualityIndex'>[],
  bucketUs: number,
): QualityResponse['poor'] {
  const poor = new Set(seconds.filter(isPoor).map(({ timeUs }) => Math.floor(timeUs / 1e6)));
  const counts = new Map<number, number>();
  for (const second of poor) {
    const timeUs = Math.floor((second * 1e6) / bucketUs) * bucketUs;
    counts.set(timeUs, (counts.get(timeUs) ?? 0) + 1);
  }
  return [...counts].map(([timeUs, count]) => ({ timeUs, seconds: count }));
}
