import type { Beat } from '@beatwatch/contracts';
import { recordingAtrialLogOdds } from '@beatwatch/rhythm';
import { loadAtrialFibrillationModel, shippedModelFolder } from '@beatwatch/signal-models';
import type { RecordModel } from '../../live-path/evaluation-models.ts';

/** Whether a recording is atrial fibrillation, and whether the model learned from it. */
export interface AtrialDecision {
  readonly present: boolean;
  readonly trainedOn: boolean;
}

/** Decides on a whole recording of one lead. */
export function atrialDecision(
  beats: readonly Beat[],
  { rhythmModels, seenBy }: Pick<RecordModel, 'rhythmModels' | 'seenBy'>,
): AtrialDecision {
  const { atrialFibrillation: model } = rhythmModels;
  const logOdds = model && recordingAtrialLogOdds(beats, model);
  return { present: (logOdds ?? 0) > 0, trainedOn: seenBy.includes('atrial-fibrillation') };
}

/**
 * F1 of atrial fibrillation by data set, each recording judged by a model that was fitted without it, as measured when the
 * shipped model was trained.
 */
export async function crossValidatedF1(): Promise<Readonly<Record<string, number>>> {
  const { manifest } = await loadAtrialFibrillationModel(shippedModelFolder('atrial-fibrillation'));
  return Object.fromEntries(
    Object.entries(manifest.metrics).flatMap(([dataSet, { f1 }]) =>
      f1 === undefined ? [] : [[dataSet, f1]],
    ),
  );
}
