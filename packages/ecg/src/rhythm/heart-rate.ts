import { median } from '@beatwatch/statistics';

/**
 * Heart rate in beats a minute: 60,000 divided by the median of the last RR intervals, which ignores single early or
 * missed beats.
 * @param rrIntervalsMs oldest first
 * @param count number of last intervals to use; default 8
 * @returns undefined without intervals
 */
export function heartRateBpm(rrIntervalsMs: readonly number[], count = 8): number | undefined {
  const last = rrIntervalsMs.slice(-count);
  return last.length === 0 ? undefined : 60_000 / median(last);
}
