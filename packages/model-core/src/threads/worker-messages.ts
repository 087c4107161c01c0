import type { LstmAutoencoderArchitecture } from '../autoencoders/lstm-autoencoder.ts';
import type { Objective } from '../autoencoders/objective.ts';
import type { Parameters } from '../autoencoders/parameters.ts';
import type { ScoringEngine } from '../engines/engine.ts';
import type { GradientSource } from '../engines/gradients.ts';
import type { TrainingEngine, TrainingState } from '../engines/training-engine.ts';
import type { ModelCoreErrorCode } from '../errors.ts';
import type { Precision } from '../onnx/lstm-scoring.ts';
import type { Architecture, Model } from '../model.ts';
import type { TensorflowPackage } from '../tensorflow/installation.ts';

/** The one job of a worker: the engine that it creates. */
export type WorkerJob =
  | {
      readonly kind: 'train';
      readonly architecture: Architecture;
      readonly objective: Objective;
      readonly state: TrainingState;
      readonly packageName?: TensorflowPackage;
    }
  | { readonly kind: 'score'; readonly model: Model; readonly packageName?: TensorflowPackage }
  | { readonly kind: 'score-onnx'; readonly model: Model; readonly precision: Precision }
  | { readonly kind: 'score-webgpu'; readonly model: Model; readonly precision: 'float32' | 'float16' }
  | {
      readonly kind: 'gradients-onnx';
      readonly architecture: LstmAutoencoderArchitecture;
      readonly objective: Objective;
      /** Current weights, in memory that the threads share. */
      readonly weights: Parameters;
    };

/** Tensors that TensorFlow holds, for tests. */
interface MemoryUse {
  readonly livingTensors: number;
}

/** Calls that a worker serves: those of a training engine or of a scoring engine, depending on its job. */
export interface WorkerCalls extends Pick<TrainingEngine, 'step' | 'losses' | 'reconstruct' | 'state'> {
  score: ScoringEngine['score'];
  gradientsOf: GradientSource['gradientsOf'];
  memory(): Promise<MemoryUse>;
}

export interface WorkerRequest {
  readonly id: number;
  readonly call: keyof WorkerCalls;
  readonly parameters: readonly unknown[];
}

export type WorkerResponse =
  /** The engine is created and accepts requests. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  /** Without an id if the engine could not be created. */
  | {
      readonly kind: 'failure';
      readonly id?: number;
      readonly code: ModelCoreErrorCode;
      readonly message: string;
    };
