import type { Parameters } from '../autoencoders/parameters.ts';

/** All that a training run needs to go on from where it is. */
export interface TrainingState {
  readonly parameters: Parameters;
  readonly firstMoments: Parameters;
  readonly secondMoments: Parameters;
  /** Steps done so far. */
  readonly step: number;
}

export interface TrainingStepOptions {
  /** Above 0. */
  readonly learningRate: number;
  /** The gradients are scaled down to this common length where they are longer. */
  readonly maximumGradientNorm: number;
}

/** Trains one model with Adam. */
export interface TrainingEngine {
  readonly name: string;
  readonly sampleCount: number;
  /**
   * One update of the weights.
   * @param beats `[batch * sampleCount]`, row-major
   * @returns mean loss of the batch before the update: sum of absolute errors of a beat
   */
  step(beats: Float32Array, batch: number, options: TrainingStepOptions): Promise<number>;
  /** Loss of each beat with the weights as they are; updates nothing. */
  losses(beats: Float32Array, batch: number): Promise<Float64Array>;
  /** A copy of the state, which later steps do not touch. */
  state(): TrainingState;
  dispose(): Promise<void>;
}
