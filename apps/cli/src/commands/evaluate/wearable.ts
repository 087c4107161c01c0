import { evaluateWearable, percent, type WearableEvaluation } from '@beatwatch/studies';
import type { Command } from 'commander';
import { table } from '../../terminal/output.ts';
import { addRecordsEvaluation, unreadableText } from './records-evaluation.ts';

/** `beatwatch evaluate wearable`. */
export function addWearableEvaluation(evaluate: Command): void {
  addRecordsEvaluation(evaluate, {
    name: 'wearable',
    description:
      'short recordings of a wearable: alarms of noisy and of calm people, atrial fibrillation, other rhythms',
    records: 'recordings with REFERENCE.csv, such as cinc2017, or lead1',
    options: ['model'],
    evaluate: evaluateWearable,
    describe,
  });
}

function describe(evaluation: WearableEvaluation): string {
  const { pooled, labels } = evaluation;
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
        'that sounds',
        'median anomaly score',
      ],
      ...Object.entries(labels).map(([label, figures]) => [
        label,
        String(figures.recordings),
        String(figures.technicalRecordings),
        percent(figures.technicalShare, 1),
        percent(figures.unusableShare, 1),
        String(figures.alarmedRecordings),
        String(figures.soundingRecordings),
        number(figures.medianScore),
      ]),
    ]),
    table([
      ['atrial fibrillation: F1', number(pooled.atrialFibrillation?.f1)],
      ['recordings of it that the model was trained on', String(pooled.atrialFibrillation?.trainedOn ?? '')],
      ['F1 by models trained without each of these', number(pooled.atrialFibrillation?.crossValidatedF1)],
      ['its sensitivity', percent(pooled.atrialFibrillation?.sensitivity, 1)],
      ['its positive predictivity', percent(pooled.atrialFibrillation?.positivePredictivity, 1)],
      [
        'normal, resting, walking or running, with an alarm that sounds',
        `${pooled.normalSounding} of ${pooled.normalRecordings}`,
      ],
      ['of them without support by the annotated R peaks', String(pooled.normalFalselySounding)],
      ['AUROC of the anomaly score, other rhythms against normal', number(pooled.aurocO)],
      ['AUROC of the anomaly score, atrial fibrillation against normal', number(pooled.aurocA)],
      ['of the reconstruction loss, without adaptation, other rhythms', number(pooled.unadaptedAurocO)],
      ['of the reconstruction loss, without adaptation, atrial fibrillation', number(pooled.unadaptedAurocA)],
      ['AUROC of the share of poor seconds, noise against all others', number(pooled.aurocNoise)],
    ]),
    ...unreadableText(evaluation),
  ].join('\n\n');
}
