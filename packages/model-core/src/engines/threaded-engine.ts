import type { Model } from '../model.ts';
import type { Precision } from '../onnx/lstm-scoring.ts';
import { createTensorflowScoringEngine } from '../tensorflow/tensorflow-scoring.ts';
import { ModelCoreError } from '../errors.ts';
import { createWebgpuScoringEngine } from '../webgpu/create-webgpu-engine.ts';
import type { ScoringEngine } from './engine.ts';
import { createOnnxWorkersEngine } from './onnx-workers.ts';

/** Engines that score live beats, in the order in which they are tried. */
export const liveEngines = ['onnx', 'tensorflow', 'webgpu'] as const;
export type LiveEngine = (typeof liveEngines)[number];

export type LivePrecision = Precision | 'float16';

const precisions: Readonly<Record<LiveEngine, readonly LivePrecision[]>> = {
  onnx: ['float32', 'int8'],
  tensorflow: ['float32'],
  webgpu: ['float32', 'float16'],
};

export interface ThreadedEngineOptions {
  readonly engine: LiveEngine;
  /** Threads of the engine `onnx` that share a batch, 1 or more. Default 1. */
  readonly workers?: number;
  /** `int8` is of the engine `onnx` alone, `float16` of `webgpu`. Default `float32`. */
  readonly precision?: LivePrecision;
}

/**
 * Creates an engine that leaves the caller's event loop free.
 * @throws ModelCoreError: `invalid-argument` if the engine has no such precision; `engine-failed`, with what to do, if it cannot run
 */
export async function createThreadedEngine(
  model: Model,
  { engine, workers = 1, precision = 'float32' }: ThreadedEngineOptions,
): Promise<ScoringEngine> {
  if (!precisions[engine].includes(precision))
    throw new ModelCoreError(
      {
        field: 'precision',
        found: precision,
        expected: `${precisions[engine].join(' or ')} for the engine ${engine}`,
      },
      { code: 'invalid-argument' },
    );
  switch (engine) {
    case 'onnx':
      return createOnnxWorkersEngine(model, {
        workers,
        precision: precision === 'int8' ? 'int8' : 'float32',
      });
    case 'tensorflow':
      return createTensorflowScoringEngine(model);
    case 'webgpu':
      return createWebgpuScoringEngine(model, {
        precision: precision === 'float16' ? 'float16' : 'float32',
      });
  }
}
