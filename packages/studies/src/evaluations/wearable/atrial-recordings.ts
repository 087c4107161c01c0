import type { Beat } from '@beatwatch/contracts';
import { recordingAtrialLogOdds } from '@beatwatch/rhythm';
import { loadAtrialFibrillationModel } from '@beatwatch/signal-models';

/** Whether a recording is atrial fibrillation, and whether the model learned from it. */
export interface AtrialDecision {
  readonly present: boolean;
  readonly trainedOn: boolean;
}

/** Decides on whole recordings of one lead by the shipped model. */
export interface AtrialJudge {
  decide(recordName: string, beats: readonly Beat[]): AtrialDecision;
  /** F1 of all recordings of a data set, each judged by a model that was fitted without it, as measured in training. */
  readonly crossValidatedF1: Readonly<Record<string, number>>;
}

/** Loads the shipped model of atrial fibrillation. */
export async function loadAtrialJudge(): Promise<AtrialJudge> {
  const { manifest, model } = await loadAtrialFibrillationModel();
  const known = new Set(Object.values(manifest.training.records).flat());
  return {
    decide: (recordName, beats) => ({
      present: (recordingAtrialLogOdds(beats, model) ?? 0) > 0,
      trainedOn: known.has(recordName),
    }),
    crossValidatedF1: Object.fromEntries(
      Object.entries(manifest.metrics).flatMap(([dataSet, { f1 }]) =>
        f1 === undefined ? [] : [[dataSet, f1]],
      ),
    ),
  };
}
