/**
 * Heart rate from the last RR intervals, beats a minute: 60,000 over their median, so that single early or missed
 * beats do not show.
 * @param rrIntervalsMs oldest first; the last `count` count. @param count default 8.
 * @returns `undefined` without any interval.
 */
export function heartRateBpm(rrIntervalsMs: readonly number[], count = 8): number | undefined {
  const sorted = rrIntervalsMs.slice(-count).toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  return upper === undefined || lower === undefined ? undefined : 60_000 / ((upper + lower) / 2);
}
