import { evaluateMitdb, percent, type MitdbEvaluation, type MitdbFigures } from '@beatwatch/studies';
import type { Command } from 'commander';
import { table } from '../../terminal/output.ts';
import { addRecordsEvaluation } from './records-evaluation.ts';

/** `beatwatch evaluate mitdb`. */
export function addMitdbEvaluation(evaluate: Command): void {
  addRecordsEvaluation(evaluate, {
    name: 'mitdb',
    description: 'R peaks, anomalous beats and alarms of the live path against annotated records',
    records: 'WFDB records with their .atr, such as mitdb',
    options: ['noise', 'model'],
    help:
      'The model adapts during the first five minutes of a record; beats are judged after them, alarms from the\n' +
      'start. A record that the model in the repository was trained on is judged by one that was trained without it.',
    evaluate: evaluateMitdb,
    describe,
  });
}

function describe(evaluation: MitdbEvaluation): string {
  const { pooled, records, baselines, noise = {} } = evaluation;
  const number = (value: number | undefined, digits = 4): string => value?.toFixed(digits) ?? '';
  const row = (name: string, figures: MitdbFigures): string[] => [
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
      ['right clinical alarms an hour', number(pooled.trueAlarmsPerHour, 2)],
      ['false clinical alarms an hour', number(pooled.falseAlarmsPerHour, 2)],
      [
        `on the ${pooled.recordsWithoutEvents} records without a run or fibrillation`,
        number(pooled.falseAlarmsPerHourWithoutEvents, 2),
      ],
      ['median seconds to alarm', number(pooled.medianSecondsToAlarm, 1)],
    ]),
  ].join('\n\n');
}
