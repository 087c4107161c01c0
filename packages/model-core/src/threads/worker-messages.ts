import type { Objective } from '../autoencoders/objective.ts';
import type { ScoringEngine } from '../engines/engine.ts';
import type { TrainingEngine, TrainingState } from '../engines/training-engine.ts';
import type { ModelCoreErrorCode } from '../errors.ts';
import type { Precision } from '../onnx/lstm-scoring.ts';
import type { Architecture, Model } from '../model.ts';

/** What one worker does for its whole life. */
export type WorkerJob =
  | {
      readonly kind: 'train';
      readonly architecture: Architecture;
      readonly objective: Objective;
      readonly state: TrainingState;
    }
  | { readonly kind: 'score'; readonly model: Model }
  | { readonly kind: 'score-onnx'; readonly model: Model; readonly precision: Precision };

/** TensorFlow's own count of what it holds, for tests. */
interface MemoryUse {
  readonly livingTensors: number;
}

/** What a worker answers: a training engine's calls or a scoring engine's, depending on its job. */
export interface WorkerCalls extends Pick<TrainingEngine, 'step' | 'losses' | 'reconstruct' | 'state'> {
  score: ScoringEngine['score'];
  memory(): Promise<MemoryUse>;
}

export interface WorkerRequest {
  readonly id: number;
  readonly call: keyof WorkerCalls;
  readonly parameters: readonly unknown[];
}

export type WorkerAnswer =
  /** Its engine is made and takes requests. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  /** Without an id where the engine could not be made. */
  | {
      readonly kind: 'failure';
      readonly id?: number;
      readonly code: ModelCoreErrorCode;
      readonly message: string;
    };
