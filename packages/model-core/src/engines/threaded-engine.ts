import type { Model } from '../model.ts';
import type { Precision } from '../onnx/lstm-scoring.ts';
import { createTensorflowScoringEngine } from '../tensorflow/tensorflow-scoring.ts';
import { ModelCoreError } from '../errors.ts';
import type { ScoringEngine } from './engine.ts';
import { createOnnxWorkersEngine } from './onnx-workers.ts';

/** Engines that score live beats, in the order in which they are tried. */
export const liveEngines = ['onnx', 'tensorflow'] as const;
export type LiveEngine = (typeof liveEngines)[number];

export interface ThreadedEngineOptions {
  readonly engine: LiveEngine;
  /** Threads of the engine `onnx` that share a batch, 1 or more. Default 1. */
  readonly workers?: number;
  /** `int8` is of the engine `onnx` alone. Default `float32`. */
  readonly precision?: Precision;
}

/**
 * Creates an engine that leaves the caller's event loop free.
 * @throws ModelCoreError: `invalid-argument` if the engine has no such precision; `engine-failed`, with what to do, if it cannot run
 */
export async function createThreadedEngine(
  model: Model,
  { engine, workers = 1, precision = 'float32' }: ThreadedEngineOptions,
): Promise<ScoringEngine> {
  if (engine !== 'onnx' && precision !== 'float32')
    throw new ModelCoreError(
      { field: 'precision', found: precision, expected: `float32 for the engine ${engine}` },
      { code: 'invalid-argument' },
    );
  switch (engine) {
    case 'onnx':
      return createOnnxWorkersEngine(model, { workers, precision });
    case 'tensorflow':
      return createTensorflowScoringEngine(model);
  }
}
