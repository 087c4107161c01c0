import {
  evaluateBeats,
  percent,
  type BeatsEvaluation,
  type BeatsFigures,
  type LeadFigures,
} from '@beatwatch/studies';
import type { Command } from 'commander';
import { table } from '../../terminal/output.ts';
import { addRecordsEvaluation, unreadableText } from './records-evaluation.ts';

/** `beatwatch evaluate beats`; `mitdb` is its earlier name. */
export function addBeatEvaluation(evaluate: Command): void {
  addRecordsEvaluation(evaluate, {
    name: 'beats',
    alias: 'mitdb',
    description:
      'R peaks, classes of beats and alarms of the live path against any annotated records (evaluate mitdb is the same)',
    records: 'WFDB records with their .atr, such as mitdb or svdb',
    options: ['noise', 'model', 'leads'],
    defaultLeads: 'first',
    help:
      'The model adapts during the first five minutes of a record; beats are judged after them, alarms from the\n' +
      'start. A record that the model in the repository was trained on is judged by one that was trained without it.\n' +
      'With --leads all the alarms are those of all leads together; figures of beats are those of the first lead, then\n' +
      'of each lead, and of all together.',
    evaluate: evaluateBeats,
    describe,
  });
}

function describe(evaluation: BeatsEvaluation): string {
  const { pooled, records, baselines, leads = {}, noise = {} } = evaluation;
  const number = (value: number | undefined, digits = 4): string => value?.toFixed(digits) ?? '';
  const row = (name: string, figures: BeatsFigures): string[] => [
    name,
    percent(figures.rPeakSensitivity),
    percent(figures.rPeakPositivePredictivity),
    number(figures.aurocV),
    number(figures.aurocS),
    number(figures.falsePositivesPerHour, 1),
    `${figures.trueAlarms}/${figures.falseAlarms}`,
    figures.events === 0 ? '' : `${percent(figures.eventsAlarmedWithin10s, 0)} of ${figures.events}`,
    percent(figures.technicalShare, 1),
  ];
  const noisy = Object.entries(noise).flatMap(([name, bySnr]) =>
    Object.entries(bySnr).map(([snr, found]) => row(`pooled, ${name} ${snr} dB`, found.pooled)),
  );
  return [
    table([
      [
        '',
        'R peaks Se',
        'R peaks PPV',
        'AUROC V',
        'AUROC S',
        'false beats/h',
        'alarms right/false',
        'events in 10 s',
        'technical',
      ],
      ...Object.entries(records).map(([name, figures]) =>
        row(figures.crossValidated ? `${name}*` : name, figures),
      ),
      row('pooled', pooled),
      ...noisy,
    ]),
    ...(Object.values(records).some(({ crossValidated }) => crossValidated)
      ? ['* judged by a model trained without this record']
      : []),
    table([
      ['', 'V pooled', 'V median', 'S pooled', 'S median'],
      ...Object.entries({ live: pooled, ...baselines }).map(([name, figures]) => [
        name,
        number(figures.aurocV),
        number(figures.aurocVMedian),
        number(figures.aurocS),
        number(figures.aurocSMedian),
      ]),
    ]),
    table([
      ['', 'class', 'annotated', 'sensitivity', 'predictivity', 'F1'],
      ...Object.entries({ ...(Object.keys(leads).length === 0 && { first: pooled }), ...leads }).flatMap(
        ([lead, figures]) => classRows(lead, figures),
      ),
    ]),
    ...(Object.keys(leads).length === 0
      ? []
      : [
          table([
            ['', 'V pooled', 'V median', 'S pooled', 'S median'],
            ...Object.entries(leads).map(([lead, figures]) => [
              lead,
              number(figures.aurocV),
              number(figures.aurocVMedian),
              number(figures.aurocS),
              number(figures.aurocSMedian),
            ]),
          ]),
        ]),
    table([
      ['right clinical alarms an hour', number(pooled.trueAlarmsPerHour, 2)],
      ['false clinical alarms an hour', number(pooled.falseAlarmsPerHour, 2)],
      ['of these sound', number(pooled.soundingFalseAlarmsPerHour, 2)],
      ['of high priority', number(pooled.highFalseAlarmsPerHour, 2)],
      [
        `sound on the ${pooled.recordsWithoutEvents} records without a run or fibrillation`,
        number(pooled.falseAlarmsPerHourWithoutEvents, 2),
      ],
      ['median seconds to alarm', number(pooled.medianSecondsToAlarm, 1)],
    ]),
    ...unreadableText(evaluation),
  ].join('\n\n');
}

const classRows = (lead: string, { classes }: LeadFigures): string[][] =>
  Object.entries(classes).map(([aamiClass, { annotated, sensitivity, positivePredictivity, f1 }]) => [
    lead,
    aamiClass,
    String(annotated),
    percent(sensitivity, 1),
    percent(positivePredictivity, 1),
    f1?.toFixed(3) ?? '',
  ]);
