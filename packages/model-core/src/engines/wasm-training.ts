import type { DenseAutoencoderArchitecture } from '../autoencoders/dense-autoencoder.ts';
import type { Objective } from '../autoencoders/objective.ts';
import { createDenseTrainingEngine } from '../tfjs/dense-training.ts';
import type { TrainingEngine, TrainingState } from './training-engine.ts';
import { wasmBackend } from './wasm-backend.ts';

/**
 * Trains a dense autoencoder on WebAssembly, on the calling thread; needs no native library.
 * @throws ModelCoreError: `invalid-argument` if the objective does not fit the architecture, `engine-failed`
 */
export async function createWasmTrainingEngine(
  architecture: DenseAutoencoderArchitecture,
  objective: Objective,
  state: TrainingState,
): Promise<TrainingEngine> {
  return createDenseTrainingEngine(await wasmBackend(), architecture, objective, state);
}
