import type { Architecture } from '../autoencoders/architecture.ts';
import type { Objective } from '../autoencoders/objective.ts';
import { ModelCoreError } from '../errors.ts';
import { createTensorflowTrainingEngine } from '../tensorflow/tensorflow-training.ts';
import { defaultTrainingEngine, type EngineName } from './available-engines.ts';
import { createOnnxTrainingEngine } from './onnx-training.ts';
import type { TrainingEngine, TrainingState } from './training-engine.ts';
import { createWasmTrainingEngine } from './wasm-training.ts';

export interface CreateTrainingEngineOptions {
  /** Default: `onnx` for LSTM autoencoders; for dense ones `tensorflow` if it is set up, else `wasm`. */
  readonly engine?: EngineName;
  /** Threads of the engine `onnx`, 1 or more. Default 1. */
  readonly threads?: number;
}

/**
 * Creates a training engine: the default for the architecture, or the one named in the options.
 * @param state state to start from; see `initialTrainingState`
 * @throws ModelCoreError: `invalid-argument` if the engine does not train such models, `engine-failed`
 */
export async function createTrainingEngine(
  architecture: Architecture,
  objective: Objective,
  state: TrainingState,
  options: CreateTrainingEngineOptions = {},
): Promise<TrainingEngine> {
  const { engine = defaultTrainingEngine(architecture.kind).engine, ...onnxOptions } = options;
  if (engine === 'tensorflow') return createTensorflowTrainingEngine(architecture, objective, state);
  switch (architecture.kind) {
    case 'lstm-autoencoder':
      if (engine === 'onnx') return createOnnxTrainingEngine(architecture, objective, state, onnxOptions);
      throw unsupported(engine, 'onnx or tensorflow', 'the LSTM autoencoder');
    case 'dense-autoencoder':
      if (engine === 'wasm') return createWasmTrainingEngine(architecture, objective, state);
      throw unsupported(engine, 'tensorflow or wasm', 'dense autoencoders');
  }
}

function unsupported(found: EngineName, expected: string, models: string): ModelCoreError {
  return new ModelCoreError(
    { field: 'engine', found, expected: `${expected} for ${models}` },
    {
      code: 'invalid-argument',
    },
  );
}
