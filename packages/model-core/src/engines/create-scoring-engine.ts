import type { Model } from '../model.ts';
import { createTensorflowScoringEngine } from '../tensorflow/tensorflow-scoring.ts';
import { createWebgpuScoringEngine } from '../webgpu/create-webgpu-engine.ts';
import { defaultScoringEngine, type EngineName } from './available-engines.ts';
import type { ScoringEngine } from './engine.ts';
import { createOnnxScoringEngine } from './onnx-scoring.ts';
import { createWasmScoringEngine } from './wasm-scoring.ts';

export interface CreateScoringEngineOptions {
  /** Default `onnx`. */
  readonly engine?: EngineName;
  /** Threads of the engine `onnx`, 1 or more. Default 1. */
  readonly threads?: number;
}

/**
 * Creates a scoring engine: the default for the model, or the one named in the options.
 * @throws ModelCoreError: `invalid-argument` if the engine does not score such models, `engine-failed`
 */
export async function createScoringEngine(
  model: Model,
  options: CreateScoringEngineOptions = {},
): Promise<ScoringEngine> {
  const { engine = defaultScoringEngine().engine, ...onnxOptions } = options;
  switch (engine) {
    case 'onnx':
      return createOnnxScoringEngine(model, onnxOptions);
    case 'tensorflow':
      return createTensorflowScoringEngine(model);
    case 'wasm':
      return createWasmScoringEngine(model);
    case 'webgpu':
      return createWebgpuScoringEngine(model);
  }
}
