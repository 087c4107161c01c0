import type { ModelVersion } from '@beatwatch/contracts';
import type { EngineName } from './available-engines.ts';

/** What is wanted of a batch. */
export interface ScoreOptions {
  /**
   * With `losses`, one number a beat leaves the memory that it was computed in; reconstructions and latents come back empty.
   * Default `all`.
   */
  readonly results?: 'all' | 'losses';
}

/** A model's results for a batch of beats. */
export interface BatchScores {
  /** `[batch]`: sum of absolute errors over the samples of each beat. */
  readonly losses: Float64Array;
  /** `[batch * sampleCount]`, row-major; empty where losses alone were asked for. */
  readonly reconstructions: Float32Array;
  /** `[batch * latentSize]`: the code between encoder and decoder; empty as the reconstructions are. */
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
  score(beats: Float32Array, batch: number, options?: ScoreOptions): Promise<BatchScores>;
  dispose(): Promise<void>;
}
