import type { AlarmAudit, AlarmCounts } from '@beatwatch/timescale';

const heads = ['alarms', 'taken', 'median until taken', 'p90', 'labelled', 'labelled false'] as const;

export const headsOf = (...names: readonly string[]): string[] => [...names, ...heads];

/** Counts of alarms as cells under {@link headsOf}. */
const cells = ({ alarms, taken, takenAfterS, labelled, labelledFalse }: AlarmCounts): string[] => [
  String(alarms),
  formatShare(taken, alarms),
  takenAfterS === undefined ? '' : formatSeconds(takenAfterS.median),
  takenAfterS === undefined ? '' : formatSeconds(takenAfterS.p90),
  formatShare(labelled, alarms),
  formatShare(labelledFalse, labelled),
];

export const kindRows = ({ byKind, all }: AlarmAudit): string[][] => [
  ...byKind.map(({ kind, ...counts }) => [kind, ...cells(counts)]),
  ['all', ...cells(all)],
];

export const bedRows = ({ byBed }: AlarmAudit): string[][] =>
  byBed.map(({ ward = 'unknown', bed = '', ...counts }) => [ward, bed, ...cells(counts)]);

/** Numbers of alarms by hour of the day, 0 to 23. */
export function alarmsByHour({ byHour }: AlarmAudit): number[] {
  const counts = Array<number>(24).fill(0);
  for (const { hour, alarms } of byHour) counts[hour] = (counts[hour] ?? 0) + alarms;
  return counts;
}

/** Hour of the day, 0 to 23, as `07:00`. */
export const formatHour = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

/** `12 (40 %)`; the share is left out where there is nothing to take it of. */
const formatShare = (count: number, of: number): string =>
  of === 0 ? String(count) : `${count} (${Math.round((100 * count) / of)} %)`;

/** Seconds as people say them: `42 s`, `3.5 min`, `2.0 h`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${(seconds / 60).toFixed(1)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
