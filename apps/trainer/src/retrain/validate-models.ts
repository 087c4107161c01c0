import { createOnnxScoringEngine, type Model } from '@beatwatch/model-core';
import { median } from '@beatwatch/statistics';
import type { RetrainResult } from '../jobs/retrain-job.ts';

type Validation = NonNullable<RetrainResult['validation']>;

/** Reconstruction losses of both models on beats that the training did not see, one or more. */
export async function validateModels(
  champion: Model,
  challenger: Model,
  beats: readonly Float32Array[],
): Promise<Validation> {
  return { champion: await sideOf(champion, beats), challenger: await sideOf(challenger, beats) };
}

async function sideOf(model: Model, beats: readonly Float32Array[]): Promise<Validation['champion']> {
  const engine = await createOnnxScoringEngine(model);
  try {
    const rows = new Float32Array(beats.length * engine.sampleCount);
    beats.forEach((beat, index) => {
      rows.set(beat, index * engine.sampleCount);
    });
    const losses = [...(await engine.score(rows, beats.length, { results: 'losses' })).losses];
    const sum = losses.reduce((total, loss) => total + loss, 0);
    return {
      version: model.manifest.version,
      medianLoss: median(losses),
      meanLoss: sum / losses.length,
    };
  } finally {
    await engine.dispose();
  }
}
