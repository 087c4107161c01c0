import type { Parameters } from '../autoencoders/parameters.ts';

/** State from which a training run can be resumed. */
export interface TrainingState {
  readonly parameters: Parameters;
  readonly firstMoments: Parameters;
  readonly secondMoments: Parameters;
  /** Number of steps done. */
  readonly step: number;
}

/** Concatenated examples: beats or images. */
export interface ExampleBatch {
  /** Model inputs, `[size * sampleCount]`, row-major. */
  readonly inputs: Float32Array;
  /** Expected outputs, in the same shape; differ from the inputs only when training with noise. */
  readonly targets: Float32Array;
  /** Number of examples, 1 or more. */
  readonly size: number;
}

export interface TrainingStepOptions {
  /** Above 0. */
  readonly learningRate: number;
  /** Largest Euclidean norm of all gradients together; larger gradients are scaled down to it. */
  readonly maximumGradientNorm: number;
  /** Seed of the step's random draws, such as that of a variational code. */
  readonly seed: number;
}

/** Mean losses over a batch, before the update. */
export interface StepLosses {
  /** The minimised loss: reconstruction loss plus weighted penalty. */
  readonly total: number;
  /** In the unit of the objective's reconstruction loss. */
  readonly reconstruction: number;
}

/** Trains one model with Adam. */
export interface TrainingEngine {
  readonly name: string;
  readonly sampleCount: number;
  /** One update of the weights. */
  step(batch: ExampleBatch, options: TrainingStepOptions): Promise<StepLosses>;
  /** Reconstruction loss of each example with the current weights; no update, no random draw. */
  losses(batch: ExampleBatch): Promise<Float64Array>;
  /** @returns `[size * sampleCount]` */
  reconstruct(inputs: Float32Array, size: number): Promise<Float32Array>;
  /** Copy of the current state. */
  state(): Promise<TrainingState>;
  dispose(): Promise<void>;
}
