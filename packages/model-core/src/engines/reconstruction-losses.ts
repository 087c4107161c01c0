import type { Model } from '../model.ts';
import { joinBeats } from '../training/beat-batches.ts';
import { createOnnxScoringEngine } from './onnx-scoring.ts';
import type { OnnxEngineOptions } from './onnx-session.ts';

/**
 * Loss of each beat, with an engine made for this one call.
 * @throws ModelCoreError where a beat has another length than the model's
 */
export async function reconstructionLosses(
  model: Model,
  beats: readonly Float32Array[],
  options: OnnxEngineOptions = {},
): Promise<number[]> {
  const joined = joinBeats(beats, model.manifest.architecture.sampleCount);
  const engine = await createOnnxScoringEngine(model, options);
  try {
    const { losses } = await engine.score(joined, beats.length);
    return [...losses];
  } finally {
    await engine.dispose();
  }
}
