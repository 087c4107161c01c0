import type { Objective } from '../autoencoders/objective.ts';
import type { Parameters } from '../autoencoders/parameters.ts';
import type { TrainingEngine, TrainingState } from '../engines/training-engine.ts';
import type { Architecture } from '../model.ts';
import type { CheckpointStore, EpochRecord } from './checkpoint.ts';
import type { PrepareExample } from './example-batches.ts';

/** Losses of one step before its update. */
export interface StepProgress {
  readonly epoch: number;
  /** Number of the step in its epoch, from 1. */
  readonly step: number;
  /** Number of steps per epoch. */
  readonly steps: number;
  /** Reconstruction loss plus weighted penalty, mean over the batch. */
  readonly total: number;
  readonly reconstruction: number;
}

export interface TrainAutoencoderOptions<A extends Architecture = Architecture> {
  readonly architecture: A;
  readonly objective: Objective;
  /** Training examples of the architecture's length, one or more. */
  readonly train: readonly Float32Array[];
  /** Validation examples; without any, the last epoch counts as the best. Default: none. */
  readonly validation?: readonly Float32Array[];
  /**
   * Noise or augmentation, drawn anew for each training example in each epoch; validation examples keep one draw in all
   * epochs. Default: each example is both input and target.
   */
  readonly prepare?: PrepareExample;
  /** Name of `prepare` with its settings in checkpoints; required if both `prepare` and `checkpoint` are given. */
  readonly prepareName?: string;
  /** Weights to begin with, of the architecture's shapes. Default: drawn from the seed. */
  readonly initialParameters?: Parameters;
  readonly epochs: number;
  /** Number of examples per step, 1 or more. */
  readonly batchSize: number;
  /** Peak learning rate of Adam, above 0. */
  readonly learningRate: number;
  /** `cosine`: 100 steps of warm-up, then half a cosine down to zero. Default `cosine`. */
  readonly schedule?: 'cosine' | 'constant';
  /**
   * Largest Euclidean norm of all gradients together; larger ones are scaled down. Default 100: on ECG5000 most norms
   * are 25 to 200, some several hundred.
   */
  readonly maximumGradientNorm?: number;
  /** Seed of initial weights, order and draws; equal seeds give equal models on the same engine and machine. */
  readonly seed: number;
  /** Number of epochs without improvement of the validation loss after which the run stops. Default: never. */
  readonly patience?: number;
  /** Store from which an interrupted run resumes, with an unchanged result. Default: no checkpoints. */
  readonly checkpoint?: CheckpointStore;
  /** Default: `createTrainingEngine` with its default engine. */
  readonly createEngine?: (
    architecture: A,
    objective: Objective,
    state: TrainingState,
  ) => Promise<TrainingEngine>;
  readonly onStep?: (progress: StepProgress) => void;
  /**
   * Awaited after each epoch, before its checkpoint is saved; called again if an interruption prevents the checkpoint.
   * @param engine engine with the weights after the epoch
   */
  readonly onEpoch?: (
    progress: EpochProgress,
    engine: Pick<TrainingEngine, 'reconstruct'>,
  ) => void | Promise<void>;
  /** Clock in milliseconds, any epoch; for the estimate of the remaining time. */
  readonly nowMs?: () => number;
}

export interface EpochProgress extends EpochRecord {
  readonly epochs: number;
  /** Whether the epoch's validation loss is the lowest so far. */
  readonly isBest: boolean;
  /** Estimated time for all remaining epochs. Undefined without a clock. */
  readonly remainingMs?: number;
}
