import type { Model } from '../model.ts';
import { joinBeats } from '../training/beat-batches.ts';
import { createOnnxScoringEngine } from './onnx-scoring.ts';
import type { OnnxEngineOptions } from './onnx-session.ts';

/**
 * Reconstruction loss of each beat, with an engine created for this call.
 * @throws ModelCoreError (`invalid-argument`) if a beat differs in length from the model
 */
export async function reconstructionLosses(
  model: Model,
  beats: readonly Float32Array[],
  options: OnnxEngineOptions = {},
): Promise<number[]> {
  const joined = joinBeats(beats, model.manifest.architecture.sampleCount);
  const engine = await createOnnxScoringEngine(model, options);
  try {
    const { losses } = await engine.score(joined, beats.length, { results: 'losses' });
    return [...losses];
  } finally {
    await engine.dispose();
  }
}
