import type { ModelVersion } from '@beatwatch/contracts';
import type { EngineName } from './available-engines.ts';

/** A model's results for a batch of beats. */
export interface BatchScores {
  /** `[batch]`: sum of absolute errors over the samples of each beat. */
  readonly losses: Float64Array;
  /** `[batch * sampleCount]`, row-major. */
  readonly reconstructions: Float32Array;
  /** `[batch * latentSize]`: the code between encoder and decoder. */
  readonly latents: Float32Array;
}

/** Scores beats with one model. */
export interface ScoringEngine {
  readonly name: EngineName;
  readonly modelVersion: ModelVersion;
  /** The only preprocessing that the model accepts. */
  readonly preprocessing: string;
  readonly sampleCount: number;
  /**
   * @param beats `[batch * sampleCount]`, row-major, dimensionless
   * @param batch number of beats, 1 or more
   */
  score(beats: Float32Array, batch: number): Promise<BatchScores>;
  dispose(): Promise<void>;
}
