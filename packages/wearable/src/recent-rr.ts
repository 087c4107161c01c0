import { medianOf } from './window.ts';

/** The last RR intervals, ms, oldest first: plain data. */
export type RecentRr = readonly number[];

/** Long enough that a few ectopic beats do not move the median, short enough to follow the heart. */
const kept = 9;

export const rememberRr = (recent: RecentRr, rrMs: number | undefined): RecentRr =>
  rrMs === undefined ? recent : [...recent.slice(1 - kept), rrMs];

/** Median of the last RR intervals; undefined before the first. */
export const recentRrMs = (recent: RecentRr): number | undefined =>
  recent.length === 0 ? undefined : medianOf(recent);
