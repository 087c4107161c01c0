import { barChart, table, type ReportSection } from '@beatwatch/report';
import type { AlarmAudit } from '@beatwatch/timescale';
import { alarmsByHour, bedRows, formatHour, formatSeconds, headsOf, kindRows } from './audit-rows.ts';

/** Kinds that get a picture of their own hours: the most frequent. */
const mostPictures = 6;

/** The audit for a report: tables by kind and bed, and bars by hour, of all alarms and of each frequent kind. */
export function auditSection(audit: AlarmAudit): ReportSection {
  const { all, byKind } = audit;
  const taken = all.takenAfterS;
  const hours = (name: string, id: string, counts: readonly number[]) =>
    barChart({
      id: `hours-${id}`,
      caption: `${name} by the hour of the day at which they were raised.`,
      summary: `${name}: ${counts.map((count, hour) => `${hour}:00 ${count}`).join(', ')}.`,
      value: { label: 'Alarms', zero: true },
      bars: counts.map((value, hour) => ({ name: formatHour(hour), value })),
    });
  return {
    id: 'alarms',
    title: 'Alarms by kind, bed and hour',
    text: [
      `${all.alarms} alarms, ${all.taken} taken by a person` +
        (taken === undefined
          ? '.'
          : `: half of them within ${formatSeconds(taken.median)}, nine of ten within ${formatSeconds(taken.p90)}.`),
      `${all.labelled} were labelled, ${all.labelledFalse} of these as false.`,
    ],
    content:
      all.alarms === 0
        ? []
        : [
            table({ id: 'by-kind', caption: 'By kind.', columns: headsOf('Kind'), rows: kindRows(audit) }),
            table({
              id: 'by-bed',
              caption: 'By where the patient was.',
              columns: headsOf('Ward', 'Bed'),
              rows: bedRows(audit),
            }),
            hours('Alarms', 'all', alarmsByHour(audit)),
            ...byKind
              .slice(0, mostPictures)
              .map(({ kind }) =>
                hours(
                  `Alarms of the kind ${kind}`,
                  kind,
                  alarmsByHour({ ...audit, byHour: audit.byHour.filter((one) => one.kind === kind) }),
                ),
              ),
          ],
  };
}
