import { evaluateWearable, type WearableEvaluation } from '@beatwatch/studies';
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

/** `beatwatch evaluate wearable`. */
export function addWearableEvaluation(evaluate: Command): void {
  const command = evaluate
    .command('wearable')
    .description('does noise come to a technical state and not to an alarm? do other rhythms score higher?');
  withModel(withRecords(command, 'recordings with REFERENCE.csv, such as cinc2017')).action(
    async (flags: EvaluationFlags & ModelFlags) => {
      await runEvaluation('wearable', flags, async (context, output) => {
        const { evaluation, html } = await evaluateWearable({
          ...context,
          folder: flags.records,
          ...(flags.only && { only: flags.only }),
          ...(flags.model !== undefined && { model: flags.model }),
          onProgress: recordProgress(output),
        });
        return { figures: evaluation, html, text: describe(evaluation) };
      });
    },
  );
}

function describe({ pooled, labels }: WearableEvaluation): string {
  const number = (value: number | undefined): string => value?.toFixed(3) ?? '';
  return [
    table([
      [
        'label',
        'recordings',
        'technical',
        'time in it',
        'seconds too poor',
        'with clinical alarm',
        'median score',
      ],
      ...Object.entries(labels).map(([label, figures]) => [
        label,
        String(figures.recordings),
        String(figures.technicalRecordings),
        percent(figures.technicalShare, 1),
        percent(figures.unusableShare, 1),
        String(figures.alarmedRecordings),
        number(figures.medianScore),
      ]),
    ]),
    table([
      ['AUROC of the score, other rhythms against normal', number(pooled.aurocO)],
      ['AUROC of the score, atrial fibrillation against normal', number(pooled.aurocA)],
      ['without adaptation, other rhythms', number(pooled.unadaptedAurocO)],
      ['without adaptation, atrial fibrillation', number(pooled.unadaptedAurocA)],
      ['AUROC of the share of poor seconds, noise against all others', number(pooled.aurocNoise)],
    ]),
  ].join('\n\n');
}
