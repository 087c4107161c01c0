import { evaluateFibrillation, type FibrillationEvaluation } from '@beatwatch/studies';
import type { Command } from 'commander';
import { table } from '../terminal/output.ts';
import {
  percent,
  recordProgress,
  runEvaluation,
  withModel,
  withRecords,
  type EvaluationFlags,
  type ModelFlags,
} from './run-evaluation.ts';

/** `beatwatch evaluate vf`. */
export function addFibrillationEvaluation(evaluate: Command): void {
  const command = evaluate
    .command('vf')
    .description('how soon ventricular fibrillation is alarmed, on WFDB records with its onsets annotated');
  withModel(withRecords(command, 'annotated WFDB records, such as cudb'))
    .addHelpText(
      'after',
      '\nAn onset is alarmed where a clinical alarm of any kind stands at it or comes up within 10 s.\n' +
        'False alarms are all clinical alarms outside of fibrillation that the annotations do not bear out.',
    )
    .action(async (flags: EvaluationFlags & ModelFlags) => {
      await runEvaluation('vf', flags, async (context, output) => {
        const { evaluation, html } = await evaluateFibrillation({
          ...context,
          folder: flags.records,
          ...(flags.only && { only: flags.only }),
          ...(flags.model !== undefined && { model: flags.model }),
          onProgress: recordProgress(output),
        });
        return { figures: evaluation, html, text: describe(evaluation) };
      });
    });
}

function describe(evaluation: FibrillationEvaluation): string {
  const { onsets, alarmedWithin10s, shareAlarmedWithin10s, missed, records } = evaluation;
  return [
    table([
      ['record', 'onsets', 'alarmed', 'as VF', 'to an alarm', 'not borne out by annotations'],
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
