import { median } from '@beatwatch/statistics';

/**
 * Heart rate from the last RR intervals, beats a minute: 60,000 over their median, so that single early or missed
 * beats do not show.
 * @param rrIntervalsMs oldest first; the last `count` count. @param count default 8.
 * @returns `undefined` without any interval.
 */
export function heartRateBpm(rrIntervalsMs: readonly number[], count = 8): number | undefined {
  const last = rrIntervalsMs.slice(-count);
  return last.length === 0 ? undefined : 60_000 / median(last);
}
