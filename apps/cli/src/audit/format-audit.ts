import type { AlarmAudit } from '@beatwatch/timescale';
import { table } from '../terminal/output.ts';
import { alarmsByHour, bedRows, formatHour, headsOf, kindRows } from './audit-rows.ts';

/** Widest bar, characters. */
const widest = 40;

/** The audit for a terminal. */
export function formatAudit(audit: AlarmAudit): string {
  if (audit.all.alarms === 0) return 'no alarms';
  const hours = alarmsByHour(audit);
  const most = Math.max(...hours);
  return [
    table([headsOf('kind'), ...kindRows(audit)]),
    '',
    table([headsOf('ward', 'bed'), ...bedRows(audit)]),
    '',
    table(
      hours.map((count, hour) => [
        formatHour(hour),
        String(count),
        '#'.repeat(Math.ceil((widest * count) / most)),
      ]),
    ),
  ].join('\n');
}
