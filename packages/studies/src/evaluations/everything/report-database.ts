import { table, type Figure, type ReportSection, type ReportTable, type Strip } from '@beatwatch/report';
import type { AlarmFigures } from '../../alarm-outcomes/alarm-figures.ts';
import { decimal, kindTitle, percent } from '../../reporting/format.ts';
import { seenText } from '../../live-path/seen-by.ts';
import { stripFigures } from '../../strips/strip-figures.ts';
import { bedsideTable } from '../alarms/report-bedside.ts';
import { alarmLead } from '../alarms/report.ts';
import { classTables, detectorTable } from '../beats/report-beats.ts';
import type { WearableEvaluation } from '../wearable/score-recordings.ts';
import type { DatabaseFigures } from './database-figures.ts';
import type { DatabaseResult } from './score-everything.ts';

/** False alarms of one database at most; missed events are all drawn. */
const mostFalse = 24;

export function databaseSection({ plan, figures, missed, wrong }: DatabaseResult): ReportSection {
  const { name, title } = plan;
  const prefix = `${name}-`;
  return {
    id: `database-${name}`,
    title: `${name}: ${title}`,
    text: textOf(figures),
    content: [
      ...tablesOf(figures, prefix),
      ...strips(`${prefix}missed`, `${name}: every missed event.`, missed),
      ...strips(
        `${prefix}false`,
        `${name}: false alarms, the most urgent of each record first.`,
        wrong.slice(0, mostFalse),
      ),
    ],
  };
}

const strips = (id: string, caption: string, shown: readonly Strip[]): Figure[] =>
  stripFigures({ id, caption, summary: `${shown.length} ECG strips. ${caption}`, strips: shown });

function textOf(found: DatabaseFigures): string[] {
  if (found.evaluation === 'wearable') return figuresText(found);
  const { seenBy } = found.figures;
  const seen =
    Object.keys(seenBy).length === 0
      ? []
      : [`Signal models learned from some of these records: ${seenText(seenBy)}.`];
  return [...figuresText(found), ...seen];
}

function figuresText({ evaluation, figures }: DatabaseFigures): string[] {
  if (evaluation === 'alarms') return alarmLead(figures);
  if (evaluation === 'beats') {
    const { pooled, records } = figures;
    return [
      `${Object.keys(records).length} records, ${decimal(pooled.hours, 1)} hours. R peaks: ${percent(pooled.rPeakSensitivity)} found, ${percent(pooled.rPeakPositivePredictivity)} of those found are beats.`,
    ];
  }
  const { pooled, records } = figures;
  return [
    `${Object.keys(records).length} recordings; ${pooled.normalSounding} of ${pooled.normalRecordings} calm ones raised an alarm that sounds, ${pooled.normalFalselySounding} of them without support by an annotated rate.`,
  ];
}

function tablesOf(found: DatabaseFigures, prefix: string): ReportTable[] {
  if (found.evaluation === 'wearable') return [labelTable(found.figures, prefix)];
  if (found.evaluation === 'alarms') {
    const { pooled, bedside } = found.figures;
    return [
      ...(bedside === undefined ? [] : [bedsideTable(bedside, prefix)]),
      ...(pooled.annotated === undefined ? [] : alarmTables(pooled.annotated, prefix)),
    ];
  }
  const { figures } = found;
  return [
    detectorTable(figures, prefix),
    ...classTables(figures, prefix),
    ...alarmTables(figures.pooled, prefix),
  ];
}

function alarmTables(
  { alarmsByKind, eventsByKind, atrialFibrillation, ...figures }: AlarmFigures,
  prefix: string,
): ReportTable[] {
  const rows = Object.entries(alarmsByKind).map(([kind, counts]) => [
    kindTitle(kind),
    String(counts.true),
    String(counts.false),
    String(counts.misnamed),
    String(counts.unchecked),
  ]);
  const totals = [figures.trueAlarms, figures.falseAlarms, figures.misnamedAlarms, figures.uncheckedAlarms];
  return [
    table({
      id: `${prefix}alarms`,
      caption: `Clinical alarms; of the false ones ${figures.soundingFalseAlarms} sound, ${figures.highFalseAlarms} with high priority.`,
      columns: ['Kind', 'Right', 'False', 'Misnamed', 'Unchecked'],
      rows: [...rows, ['all', ...totals.map(String)]],
      highlightedRow: rows.length,
    }),
    table({
      id: `${prefix}events`,
      caption: 'Events that require an alarm.',
      columns: ['Event', 'Number', 'Alarmed within 10 s', 'Median seconds to the alarm'],
      rows: Object.entries(eventsByKind).map(([kind, events]) => [
        kindTitle(kind),
        String(events.events),
        percent(events.eventsAlarmedWithin10s, 1),
        decimal(events.medianSecondsToAlarm, 1),
      ]),
    }),
    ...(atrialFibrillation === undefined
      ? []
      : [
          table({
            id: `${prefix}atrial-fibrillation`,
            caption: 'Time in atrial fibrillation.',
            columns: ['Annotated time with the alarm', 'Time with the alarm that is annotated'],
            rows: [
              [
                percent(atrialFibrillation.sensitivity, 1),
                percent(atrialFibrillation.positivePredictivity, 1),
              ],
            ],
          }),
        ]),
  ];
}

function labelTable({ labels }: WearableEvaluation, prefix: string): ReportTable {
  return table({
    id: `${prefix}labels`,
    caption: 'Recordings by label.',
    columns: ['Label', 'Recordings', 'With a technical state', 'With a clinical alarm', 'that sounds'],
    rows: Object.entries(labels).map(([label, figures]) => [
      label,
      String(figures.recordings),
      String(figures.technicalRecordings),
      String(figures.alarmedRecordings),
      String(figures.soundingRecordings),
    ]),
  });
}
