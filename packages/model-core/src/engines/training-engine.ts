import type { Parameters } from '../autoencoders/parameters.ts';

/** All that a training run needs to go on from where it is. */
export interface TrainingState {
  readonly parameters: Parameters;
  readonly firstMoments: Parameters;
  readonly secondMoments: Parameters;
  /** Steps done so far. */
  readonly step: number;
}

/** Examples (beats or images) one after the other. */
export interface ExampleBatch {
  /** What the model sees: `[size * sampleCount]`, row-major. */
  readonly inputs: Float32Array;
  /** What it should give, of the same shape; the inputs themselves but for a denoising autoencoder. */
  readonly targets: Float32Array;
  /** Number of examples, 1 or more. */
  readonly size: number;
}

export interface TrainingStepOptions {
  /** Above 0. */
  readonly learningRate: number;
  /** The gradients are scaled down to this common length where they are longer. */
  readonly maximumGradientNorm: number;
  /** Decides the step's random parts, such as the draw of a variational code. */
  readonly seed: number;
}

/** Means over a batch, before the update. */
export interface StepLosses {
  /** What the step makes smaller: reconstruction and weighted penalty. */
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
  /** Reconstruction loss of each example with the weights as they are: updates nothing, draws nothing. */
  losses(batch: ExampleBatch): Promise<Float64Array>;
  /** @returns `[size * sampleCount]` */
  reconstruct(inputs: Float32Array, size: number): Promise<Float32Array>;
  /** A copy of the state, which later steps do not touch. */
  state(): Promise<TrainingState>;
  dispose(): Promise<void>;
}
