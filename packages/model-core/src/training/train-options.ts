import type { Objective } from '../autoencoders/objective.ts';
import type { TrainingEngine, TrainingState } from '../engines/training-engine.ts';
import type { Architecture } from '../model.ts';
import type { CheckpointStore, EpochRecord } from './checkpoint.ts';
import type { PrepareExample } from './example-batches.ts';

/** Losses of one step's batch, before its update. */
export interface StepProgress {
  readonly epoch: number;
  /** From 1 in each epoch. */
  readonly step: number;
  /** Of an epoch. */
  readonly steps: number;
  /** Reconstruction and weighted penalty, mean over the batch. */
  readonly total: number;
  readonly reconstruction: number;
}

export interface TrainAutoencoderOptions<A extends Architecture = Architecture> {
  readonly architecture: A;
  readonly objective: Objective;
  /** Beats or images of the architecture's length, one or more. */
  readonly train: readonly Float32Array[];
  /** Examples that only measure; without any, the last weights count as the best. Default none. */
  readonly validation?: readonly Float32Array[];
  /**
   * Noise or augmentation, drawn anew for every example in each epoch; validation examples get the same draw in all
   * epochs. Default: an example is its own input and target.
   */
  readonly prepare?: PrepareExample;
  /** Stands for `prepare` and its settings in the checkpoint, which it has to have where both are given. */
  readonly prepareName?: string;
  readonly epochs: number;
  /** Examples of a step. */
  readonly batchSize: number;
  /** Highest learning rate of Adam, above 0. */
  readonly learningRate: number;
  /** `cosine`: 100 steps of warm-up, then half a cosine down to zero. Default `cosine`. */
  readonly schedule?: 'cosine' | 'constant';
  /** Common length that gradients are cut to. Default 100: on ECG5000 most are of 25 to 200, some of several hundred. */
  readonly maximumGradientNorm?: number;
  /** Decides first weights, order and draws; the same seed with the same engine and machine gives the same model. */
  readonly seed: number;
  /** Epochs without a better validation loss after which the run ends. Default: never. */
  readonly patience?: number;
  /** Where an interrupted run goes on from, with the result it would have had. Default: nowhere. */
  readonly checkpoint?: CheckpointStore;
  /** Default: the engine that suits the architecture best among those there are. */
  readonly createEngine?: (
    architecture: A,
    objective: Objective,
    state: TrainingState,
  ) => Promise<TrainingEngine>;
  readonly onStep?: (progress: StepProgress) => void;
  /**
   * Is waited for, and called again for an epoch whose checkpoint an interruption prevented.
   * @param engine with the weights as they are after the epoch
   */
  readonly onEpoch?: (
    progress: EpochProgress,
    engine: Pick<TrainingEngine, 'reconstruct'>,
  ) => void | Promise<void>;
  /** Milliseconds on any clock, for the time left. */
  readonly nowMs?: () => number;
}

export interface EpochProgress extends EpochRecord {
  readonly epochs: number;
  /** Whether its validation loss is the lowest so far. */
  readonly isBest: boolean;
  /** Were all epochs to follow. Undefined without a clock. */
  readonly remainingMs?: number;
}
