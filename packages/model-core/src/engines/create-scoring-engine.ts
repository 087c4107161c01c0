import type { Model } from '../model.ts';
import type { ScoringEngine } from './engine.ts';
import { createOnnxScoringEngine } from './onnx-scoring.ts';

export interface CreateScoringEngineOptions {
  /** Default `onnx`. */
  readonly engine?: 'onnx';
  /** 1 or more. Default 1. */
  readonly threads?: number;
}

/**
 * The engine that suits the model best, or the one that is asked for.
 * @throws ModelCoreError (`engine-failed`)
 */
export async function createScoringEngine(
  model: Model,
  { engine: _, ...options }: CreateScoringEngineOptions = {},
): Promise<ScoringEngine> {
  return createOnnxScoringEngine(model, options);
}
