import type { Architecture } from '../autoencoders/architecture.ts';
import { findTensorflow } from '../tensorflow/installation.ts';

/**
 * `onnx`: onnxruntime, scores everything and trains LSTM autoencoders. `tensorflow`: libtensorflow, trains and
 * scores everything. `wasm`: TensorFlow.js on WebAssembly, trains and scores dense autoencoders.
 */
export type EngineName = 'onnx' | 'tensorflow' | 'wasm';

type Kind = Architecture['kind'];

interface Engine {
  readonly name: EngineName;
  /** What it trains and scores. */
  readonly trains: readonly Kind[];
  readonly scores: readonly Kind[];
}

export type EngineAvailability = Engine &
  (
    | { readonly available: true }
    | {
        readonly available: false;
        /** Why not, in a clause. */
        readonly reason: string;
        /** What to do about it. */
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

/** Every engine, told from files alone: nothing is loaded. `onnx` and `wasm` come with the installation. */
export function availableEngines(): readonly EngineAvailability[] {
  return [
    { ...onnx, available: true },
    { ...tensorflow, ...findTensorflow() },
    { ...wasm, available: true },
  ];
}

/** The engine for models of a kind unless another is asked for, and why this one. */
export interface EngineChoice {
  readonly engine: EngineName;
  /** In a clause. */
  readonly reason: string;
}

export function defaultScoringEngine(): EngineChoice {
  return { engine: 'onnx', reason: 'the quickest, and there without a set-up' };
}

export function defaultTrainingEngine(kind: Kind): EngineChoice {
  switch (kind) {
    case 'lstm-autoencoder':
      return { engine: 'onnx', reason: 'there without a set-up; tensorflow is quicker in batches' };
    case 'dense-autoencoder': {
      const found = findTensorflow();
      return found.available
        ? { engine: 'tensorflow', reason: 'the quickest' }
        : { engine: 'wasm', reason: `tensorflow is not available: ${found.reason}` };
    }
  }
}
