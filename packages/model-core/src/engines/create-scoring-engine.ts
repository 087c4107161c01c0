import type { Model } from '../model.ts';
import { createTensorflowScoringEngine } from '../tensorflow/tensorflow-scoring.ts';
import { defaultScoringEngine } from './available-engines.ts';
import type { ScoringEngine } from './engine.ts';
import { createOnnxScoringEngine } from './onnx-scoring.ts';

export interface CreateScoringEngineOptions {
  /** Default `onnx`. */
  readonly engine?: 'onnx' | 'tensorflow';
  /** Of `onnx`, 1 or more. Default 1. */
  readonly threads?: number;
}

/**
 * The engine that suits the model best, or the one that is asked for.
 * @throws ModelCoreError: `invalid-argument` where the engine does not score such models, `engine-failed`
 */
export async function createScoringEngine(
  model: Model,
  { engine, ...options }: CreateScoringEngineOptions = {},
): Promise<ScoringEngine> {
  return (engine ?? defaultScoringEngine().engine) === 'tensorflow'
    ? createTensorflowScoringEngine(model)
    : createOnnxScoringEngine(model, options);
}
