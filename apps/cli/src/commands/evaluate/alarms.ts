import { evaluateAlarms, percent, type AlarmEvaluation } from '@beatwatch/studies';
import type { Command } from 'commander';
import { table } from '../../terminal/output.ts';
import { addRecordsEvaluation, unreadableText } from './records-evaluation.ts';

/** `beatwatch evaluate alarms`. */
export function addAlarmEvaluation(evaluate: Command): void {
  addRecordsEvaluation(evaluate, {
    name: 'alarms',
    description:
      'list the alarms of the live path on any WFDB records; judge them by annotated beats and rhythms, and by bedside alarms of cinc2015',
    records: 'WFDB records, such as mitdb, vfdb, cudb or cinc2015',
    options: ['model', 'leads', 'limits'],
    defaultLeads: 'all',
    help:
      'Limits are those of the product, which are the ones of the CinC Challenge 2015, unless an option says otherwise.\n' +
      'Alarms about what the annotations of a data set do not tell are unchecked: neither right nor false.',
    evaluate: evaluateAlarms,
    describe,
  });
}

function describe(evaluation: AlarmEvaluation): string {
  const { pooled, records } = evaluation;
  return [
    table([
      ['record', 'minutes', 'clinical', 'technical', 'alarms'],
      ...Object.entries(records).map(([name, { seconds, clinicalAlarms, technicalShare, alarms }]) => [
        name,
        (seconds / 60).toFixed(1),
        String(clinicalAlarms),
        percent(technicalShare, 1),
        alarms
          .slice(0, mostNamed)
          .map(
            ({ kind, seconds: at, verdict }) => `${kind} ${at.toFixed(1)} s${verdict ? ` ${verdict}` : ''}`,
          )
          .join(', '),
      ]),
    ]),
    `${pooled.clinicalAlarms} clinical alarms, ${pooled.clinicalAlarmsPerHour.toFixed(2)} an hour`,
    ...describeAnnotated(evaluation),
    ...describeBedside(evaluation),
    ...unreadableText(evaluation),
  ].join('\n\n');
}

const mostNamed = 4;

const number = (value: number | undefined, digits = 2): string => value?.toFixed(digits) ?? '';

function describeAnnotated({ pooled: { annotated } }: AlarmEvaluation): string[] {
  if (annotated === undefined) return [];
  const { intervals } = annotated;
  const bounds = (name: keyof typeof intervals): string =>
    intervals[name] === undefined ? '' : `${number(intervals[name][0])} to ${number(intervals[name][1])}`;
  return [
    table([
      ['kind', 'right', 'false', 'misnamed', 'unchecked'],
      ...Object.entries(annotated.alarmsByKind).map(([kind, counts]) => [
        kind,
        String(counts.true),
        String(counts.false),
        String(counts.misnamed),
        String(counts.unchecked),
      ]),
    ]),
    table([
      ['event', 'number', 'alarmed in 10 s', 'median s'],
      ...Object.entries(annotated.eventsByKind).map(([kind, figures]) => [
        kind,
        String(figures.events),
        percent(figures.eventsAlarmedWithin10s, 1),
        number(figures.medianSecondsToAlarm, 1),
      ]),
    ]),
    table([
      ['', '', '95 % interval over patients'],
      [
        'events alarmed within 10 s',
        number(annotated.eventsAlarmedWithin10s, 3),
        bounds('eventsAlarmedWithin10s'),
      ],
      [
        'median seconds to an alarm',
        number(annotated.medianSecondsToAlarm, 1),
        bounds('medianSecondsToAlarm'),
      ],
      ['false clinical alarms an hour', number(annotated.falseAlarmsPerHour), bounds('falseAlarmsPerHour')],
      ['of these sound', number(annotated.soundingFalseAlarmsPerHour), bounds('soundingFalseAlarmsPerHour')],
      ...(annotated.atrialFibrillation === undefined
        ? []
        : [
            [
              'atrial fibrillation: share of its time alarmed',
              number(annotated.atrialFibrillation.sensitivity, 3),
            ],
            [
              'share of the time alarmed that is annotated',
              number(annotated.atrialFibrillation.positivePredictivity, 3),
            ],
          ]),
      ['of high priority', number(annotated.highFalseAlarmsPerHour), bounds('highFalseAlarmsPerHour')],
    ]),
  ];
}

function describeBedside({ bedside }: AlarmEvaluation): string[] {
  if (bedside === undefined) return [];
  return [
    table([
      ['bedside alarm', 'true', 'repeated', '', 'false', 'repeated', 'not repeated', 'score'],
      ...Object.entries({ ...bedside.kinds, all: bedside.pooled }).map(([kind, figures]) => [
        kind,
        String(figures.true),
        String(figures.trueRepeated),
        percent(figures.sensitivity, 1),
        String(figures.false),
        String(figures.falseRepeated),
        percent(figures.specificity, 1),
        number(figures.score, 3),
      ]),
    ]),
  ];
}
