import { evaluateWearable, percent, type WearableEvaluation } from '@beatwatch/studies';
import type { Command } from 'commander';
import { table } from '../../terminal/output.ts';
import { addRecordsEvaluation } from './records-evaluation.ts';

/** `beatwatch evaluate wearable`. */
export function addWearableEvaluation(evaluate: Command): void {
  addRecordsEvaluation(evaluate, {
    name: 'wearable',
    description:
      'does noise lead to a technical state and not to an alarm? do other rhythms have higher anomaly scores?',
    records: 'recordings with REFERENCE.csv, such as cinc2017',
    options: ['model'],
    evaluate: evaluateWearable,
    describe,
  });
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
        'median anomaly score',
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
      ['AUROC of the anomaly score, other rhythms against normal', number(pooled.aurocO)],
      ['AUROC of the anomaly score, atrial fibrillation against normal', number(pooled.aurocA)],
      ['of the reconstruction loss, without adaptation, other rhythms', number(pooled.unadaptedAurocO)],
      ['of the reconstruction loss, without adaptation, atrial fibrillation', number(pooled.unadaptedAurocA)],
      ['AUROC of the share of poor seconds, noise against all others', number(pooled.aurocNoise)],
    ]),
  ].join('\n\n');
}
