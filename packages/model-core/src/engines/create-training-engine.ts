import type { Architecture } from '../autoencoders/architecture.ts';
import type { Objective } from '../autoencoders/objective.ts';
import { ModelCoreError } from '../errors.ts';
import { createOnnxTrainingEngine } from './onnx-training.ts';
import type { TrainingEngine, TrainingState } from './training-engine.ts';
import { createWasmTrainingEngine } from './wasm-training.ts';

export type EngineName = 'onnx' | 'wasm';

export interface CreateTrainingEngineOptions {
  /** Default `onnx` for the LSTM autoencoder and `wasm` for dense ones. */
  readonly engine?: EngineName;
  /** Of `onnx`, 1 or more. Default 1. */
  readonly threads?: number;
}

/**
 * The engine that suits the architecture best, or the one that is asked for.
 * @param state where to begin, see `initialTrainingState`
 * @throws ModelCoreError: `invalid-argument` where the engine does not train such models, `engine-failed`
 */
export async function createTrainingEngine(
  architecture: Architecture,
  objective: Objective,
  state: TrainingState,
  { engine, ...options }: CreateTrainingEngineOptions = {},
): Promise<TrainingEngine> {
  switch (architecture.kind) {
    case 'lstm-autoencoder':
      if (engine === undefined || engine === 'onnx')
        return createOnnxTrainingEngine(architecture, objective, state, options);
      throw unfit(engine, 'onnx', 'the LSTM autoencoder');
    case 'dense-autoencoder':
      if (engine === undefined || engine === 'wasm')
        return createWasmTrainingEngine(architecture, objective, state);
      throw unfit(engine, 'wasm', 'dense autoencoders');
  }
}

function unfit(found: EngineName, expected: string, models: string): ModelCoreError {
  return new ModelCoreError(`engine: found ${found}, expected ${expected} for ${models}`, {
    code: 'invalid-argument',
    context: { field: 'engine' },
  });
}
