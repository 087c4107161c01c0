import type { Architecture } from '../autoencoders/architecture.ts';
import { findTensorflow } from '../tensorflow/installation.ts';
import { findWebgpu } from '../webgpu/installation.ts';

/**
 * `onnx`: onnxruntime; scores all models, trains LSTM autoencoders. `tensorflow`: libtensorflow; scores and trains
 * all models. `wasm`: TensorFlow.js on WebAssembly; scores and trains dense autoencoders. `webgpu`: kernels of our own on any GPU;
 * scores LSTM autoencoders.
 */
export type EngineName = 'onnx' | 'tensorflow' | 'wasm' | 'webgpu';

type Kind = Architecture['kind'];

interface Engine {
  readonly name: EngineName;
  /** Kinds of model that the engine trains. */
  readonly trains: readonly Kind[];
  /** Kinds of model that the engine scores. */
  readonly scores: readonly Kind[];
}

export type EngineAvailability = Engine &
  (
    | { readonly available: true }
    | {
        readonly available: false;
        /** Why it is unavailable, as a clause. */
        readonly reason: string;
        /** How to make it available. */
        readonly remedy: string;
      }
  );

const onnx: Engine = {
  name: 'onnx',
  trains: ['lstm-autoencoder'],
  scores: ['lstm-autoencoder', 'dense-autoencoder'],
};
const tensorflow: Engine = {
  name: 'tensorflow',
  trains: ['lstm-autoencoder', 'dense-autoencoder'],
  scores: ['lstm-autoencoder', 'dense-autoencoder'],
};
const wasm: Engine = { name: 'wasm', trains: ['dense-autoencoder'], scores: ['dense-autoencoder'] };
const webgpu: Engine = { name: 'webgpu', trains: [], scores: ['lstm-autoencoder'] };

/**
 * All engines with their availability. Looks at files only, loads no library. `onnx` and `wasm` are always available; whether there is
 * a GPU for `webgpu` shows when it is created.
 */
export function availableEngines(): readonly EngineAvailability[] {
  return [
    { ...onnx, available: true },
    { ...tensorflow, ...findTensorflow() },
    { ...wasm, available: true },
    { ...webgpu, ...findWebgpu() },
  ];
}

/** Default engine for a kind of model, and why it is the default. */
export interface EngineChoice {
  readonly engine: EngineName;
  /** As a clause. */
  readonly reason: string;
}

export function defaultScoringEngine(): EngineChoice {
  return { engine: 'onnx', reason: 'the fastest, and needs no set-up' };
}

export function defaultTrainingEngine(kind: Kind): EngineChoice {
  switch (kind) {
    case 'lstm-autoencoder':
      return { engine: 'onnx', reason: 'needs no set-up; tensorflow is faster with large batches' };
    case 'dense-autoencoder': {
      const found = findTensorflow();
      return found.available
        ? { engine: 'tensorflow', reason: 'the fastest' }
        : { engine: 'wasm', reason: `tensorflow is not available: ${found.reason}` };
    }
  }
}
