import { evaluateFibrillation, percent, type FibrillationEvaluation } from '@beatwatch/studies';
import type { Command } from 'commander';
import { table } from '../../terminal/output.ts';
import { addRecordsEvaluation, unreadableText } from './records-evaluation.ts';

/** `beatwatch evaluate vf`. */
export function addFibrillationEvaluation(evaluate: Command): void {
  addRecordsEvaluation(evaluate, {
    name: 'vf',
    description:
      'how soon an alarm is raised for ventricular fibrillation, on WFDB records with its onsets annotated',
    records: 'annotated WFDB records, such as cudb',
    options: ['model'],
    help:
      'An onset counts as alarmed if a clinical alarm of any kind is active at it or is raised within 10 s.\n' +
      'False alarms are all clinical alarms outside fibrillation that the annotations do not support.',
    evaluate: evaluateFibrillation,
    describe,
  });
}

function describe(evaluation: FibrillationEvaluation): string {
  const { onsets, alarmedWithin10s, shareAlarmedWithin10s, missed, records } = evaluation;
  return [
    table([
      ['record', 'onsets', 'alarmed', 'as VF', 'to an alarm', 'not supported by annotations'],
      ...Object.entries(records).map(([name, figures]) => [
        name,
        String(figures.onsets),
        String(figures.alarmedWithin10s),
        String(figures.fibrillationAlarmWithin10s),
        seconds(figures.medianSecondsToAlarm),
        countsOf(figures),
      ]),
    ]),
    table([
      ['onsets alarmed within 10 s', `${alarmedWithin10s} of ${onsets} ${percent(shareAlarmedWithin10s, 1)}`],
      ['by the fibrillation alarm', String(evaluation.fibrillationAlarmWithin10s)],
      ['median to an alarm', seconds(evaluation.medianSecondsToAlarm)],
      ['median to the fibrillation alarm', seconds(evaluation.medianSecondsToFibrillationAlarm)],
      ['false clinical alarms', `${evaluation.falseAlarmsPerHour.toFixed(2)} an hour`],
      ['of these refuted', `${evaluation.refutedAlarmsPerHour.toFixed(2)} an hour`],
      [
        'missed',
        missed.map(({ record, onsetSeconds }) => `${record} ${onsetSeconds.toFixed(1)} s`).join(', '),
      ],
    ]),
    ...unreadableText(evaluation),
  ].join('\n\n');
}

const seconds = (value: number | undefined): string => (value === undefined ? '' : `${value.toFixed(1)} s`);

/** Such as `2 ventricular-run, 1 asystole`. */
function countsOf({ alarmsByKind }: FibrillationEvaluation['records'][string]): string {
  return Object.entries(alarmsByKind)
    .map(([kind, { refuted, unchecked }]) => ({ kind, count: refuted + unchecked }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} ${kind}`)
    .join(', ');
}
