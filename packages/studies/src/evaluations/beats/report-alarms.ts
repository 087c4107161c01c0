import { table, type Figure, type ReportTable } from '@beatwatch/report';
import { stripFigures } from '../../strips/strip-figures.ts';
import { clock, kindTitle } from '../../reporting/format.ts';
import type { RecordOutcome } from './record-outcome.ts';
import type { BeatsEvaluation } from './score-records.ts';

export function alarmTables({ pooled, missedEvents }: BeatsEvaluation): ReportTable[] {
  const kinds = Object.entries(pooled.alarmsByKind).map(([kind, counts]) => [
    kindTitle(kind),
    String(counts.true),
    String(counts.false),
  ]);
  return [
    table({
      id: 'alarms-by-kind',
      caption: 'Clinical alarms of all records.',
      columns: ['Kind', 'Right', 'False'],
      rows: [...kinds, ['All', String(pooled.trueAlarms), String(pooled.falseAlarms)]],
      highlightedRow: kinds.length,
    }),
    table({
      id: 'missed-events',
      caption: `The events, of ${pooled.events}, without an alarm within 10 s.`,
      columns: ['Record', 'Event', 'Onset', 'Beats'],
      rows: missedEvents.map(({ record, kind, onsetSeconds, beats }) => [
        record,
        kindTitle(kind),
        clock(onsetSeconds),
        beats === undefined ? '' : String(beats),
      ]),
    }),
  ];
}

const mostStrips = 16;

export function alarmStrips(outcomes: readonly RecordOutcome[], prefix = ''): Figure[] {
  const missed = outcomes.flatMap(({ strips }) => strips.missedEvents).slice(0, mostStrips);
  const wrong = outcomes.flatMap(({ strips }) => strips.falseAlarms).slice(0, mostStrips);
  return [
    ...stripFigures({
      id: `${prefix}missed-strips`,
      caption: 'Events without an alarm within 10 s of their onset (dashed).',
      summary: `${missed.length} ECG strips of events without an alarm.`,
      strips: missed,
    }),
    ...stripFigures({
      id: `${prefix}false-strips`,
      caption:
        'False clinical alarms. Purple ticks: the beats of the evidence; dashed: when the alarm became known.',
      summary: `${wrong.length} ECG strips before false alarms.`,
      strips: wrong,
    }),
  ];
}
