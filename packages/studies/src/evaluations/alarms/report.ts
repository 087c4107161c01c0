import { table, type Figure, type Report, type ReportSection, type ReportTable } from '@beatwatch/report';
import type { Interval } from '@beatwatch/statistics';
import { alarmRules } from '../../alarm-outcomes/alarm-rules.ts';
import type { EvaluationFacts } from '../../reporting/evaluation-context.ts';
import { clock, decimal, kindTitle, percent } from '../../reporting/format.ts';
import { commandFact, durationFact } from '../../reporting/report-facts.ts';
import { seenText } from '../../live-path/seen-by.ts';
import { stripFigures } from '../../strips/strip-figures.ts';
import { bedsideTable } from './report-bedside.ts';
import type { AlarmEvaluation, JudgedListedAlarm, ScoredAlarms } from './score-alarms.ts';

export function alarmReport(scored: ScoredAlarms, facts: EvaluationFacts): Report {
  const { evaluation } = scored;
  return {
    title: 'Alarms of the live path',
    lead: alarmLead(evaluation),
    sections: alarmSections(scored),
    facts: [
      commandFact(facts),
      { name: 'Leads', value: evaluation.leads },
      { name: 'Signal models that learned from these records', value: seenText(evaluation.seenBy) },
      { name: 'Left out', value: leftOut(evaluation) },
      durationFact(facts),
    ],
    data: { evaluation: 'alarms', figures: evaluation },
  };
}

const leftOut = ({ unreadable }: AlarmEvaluation): string =>
  unreadable.length === 0
    ? 'none'
    : unreadable.map(({ record, reason }) => `${record}: ${reason}`).join('; ');

/** The figures in two or three sentences. */
export function alarmLead({ pooled, records, bedside }: AlarmEvaluation): string[] {
  const { clinicalAlarms, hours, annotated } = pooled;
  return [
    `In ${hours.toFixed(2)} hours of ${Object.keys(records).length} recordings the live path raised ${clinicalAlarms} clinical ` +
      `${clinicalAlarms === 1 ? 'alarm' : 'alarms'}; a technical alarm was active for ${percent(pooled.technicalShare)} of the time.`,
    ...(annotated === undefined
      ? []
      : [
          `By the annotations ${annotated.trueAlarms} of the clinical alarms are right and ${annotated.falseAlarms} are false. ` +
            `Of those that sound ${decimal(annotated.soundingFalseAlarmsPerHour, 2)} an hour are false${interval(annotated.intervals.soundingFalseAlarmsPerHour)}, ` +
            `of high priority ${decimal(annotated.highFalseAlarmsPerHour, 2)}${interval(annotated.intervals.highFalseAlarmsPerHour)}.`,
          ...(annotated.events === 0
            ? []
            : [
                `${percent(annotated.eventsAlarmedWithin10s, 1)} of ${annotated.events} ventricular runs and onsets of tachycardia and fibrillation were alarmed within 10 s` +
                  `${interval(annotated.intervals.eventsAlarmedWithin10s, 100)}, half of them within ${decimal(annotated.medianSecondsToAlarm, 1)} s.`,
              ]),
        ]),
    ...(bedside === undefined
      ? []
      : [
          `Of ${bedside.pooled.true} true alarms of the bedside monitor ${bedside.pooled.trueRepeated} are repeated, of ${bedside.pooled.false} false ones ` +
            `${bedside.pooled.falseRepeated}; the score of the challenge is ${decimal(bedside.pooled.score)}.`,
        ]),
  ];
}

/** Such as ` (95 % interval 0.2 to 0.9)`. */
const interval = (bounds: Interval | undefined, factor = 1): string =>
  bounds === undefined
    ? ''
    : ` (95 % interval ${decimal(factor * bounds[0], factor === 1 ? 2 : 0)} to ${decimal(factor * bounds[1], factor === 1 ? 2 : 0)})`;

function alarmSections({ evaluation, strips }: ScoredAlarms): ReportSection[] {
  const { pooled, bedside } = evaluation;
  return [
    ...(bedside === undefined
      ? []
      : [
          {
            id: 'bedside',
            title: 'Bedside alarms',
            text: [
              'An alarm of the bedside monitor counts as repeated if an alarm of its kind is raised or still open from 4:50 to the end of the record. The score is the challenge’s: (TP + TN) / (TP + TN + FP + 5 FN).',
            ],
            content: [bedsideTable(bedside, '')],
          },
        ]),
    {
      id: 'records',
      title: 'Every record',
      text: pooled.annotated === undefined ? [] : alarmRules,
      content: [...kindTable(evaluation), recordTable(evaluation)],
    },
    {
      id: 'strips',
      title: 'The worst strips',
      content: [
        ...stripsOf(
          'missed-strips',
          'Missed: events without an alarm that sounds within 10 s, and true bedside alarms that were not repeated.',
          strips.missed,
        ),
        ...stripsOf(
          'false-strips',
          'False alarms, the most urgent of each record first. Dashed: when the alarm became known; purple ticks: the beats of its evidence.',
          strips.wrong,
        ),
        ...stripsOf(
          'alarm-strips',
          'Clinical alarms of records that tell nothing about them, three a record at most.',
          strips.unjudged,
        ),
      ],
    },
  ];
}

/** A page has to stay readable: the first ones of a list. */
const mostStrips = 60;

function stripsOf(id: string, caption: string, all: ScoredAlarms['strips']['missed']): Figure[] {
  const shown = all.slice(0, mostStrips);
  const text = shown.length < all.length ? `${caption} The first ${shown.length} of ${all.length}.` : caption;
  return stripFigures({ id, caption: text, summary: `${shown.length} ECG strips. ${text}`, strips: shown });
}

function kindTable({ pooled: { annotated } }: AlarmEvaluation): ReportTable[] {
  if (annotated === undefined) return [];
  const { alarmsByKind, falseAlarmsPerHourByKind, eventsByKind } = annotated;
  return [
    table({
      id: 'alarms-by-kind',
      caption: 'Clinical alarms of all annotated records.',
      columns: ['Kind', 'Right', 'False', 'False an hour', 'Misnamed', 'Unchecked'],
      rows: Object.entries(alarmsByKind).map(([kind, counts]) => [
        kindTitle(kind),
        String(counts.true),
        String(counts.false),
        decimal(Object.entries(falseAlarmsPerHourByKind).find(([name]) => name === kind)?.[1], 2),
        String(counts.misnamed),
        String(counts.unchecked),
      ]),
    }),
    table({
      id: 'events-by-kind',
      caption: 'Events that require an alarm.',
      columns: ['Event', 'Number', 'Alarmed within 10 s', 'Median seconds to the alarm'],
      rows: Object.entries(eventsByKind).map(([kind, figures]) => [
        kindTitle(kind),
        String(figures.events),
        percent(figures.eventsAlarmedWithin10s, 1),
        decimal(figures.medianSecondsToAlarm, 1),
      ]),
    }),
  ];
}

function recordTable({ records }: AlarmEvaluation): ReportTable {
  return table({
    id: 'alarms-by-record',
    caption:
      'Alarms of each record, with the minute and second in which they became known. * judged by a model trained without this record.',
    columns: ['Record', 'Leads', 'Length', 'Clinical', 'Technical state', 'Alarms'],
    rows: Object.entries(records).map(([name, record]) => [
      record.crossValidated ? `${name} *` : name,
      record.leads.join(', '),
      clock(record.seconds),
      String(record.clinicalAlarms),
      percent(record.technicalShare, 1),
      record.alarms.length > mostNamed
        ? `${record.alarms.length} alarms`
        : record.alarms.map(formatAlarm).join(', '),
    ]),
  });
}

const mostNamed = 6;

const formatAlarm = ({ kind, seconds, verdict }: JudgedListedAlarm): string =>
  `${kindTitle(kind)} ${clock(seconds)}${verdict === undefined ? '' : ` (${verdict})`}`;
