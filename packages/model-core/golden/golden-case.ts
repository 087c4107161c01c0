import { readFileSync } from 'node:fs';
import type { Architecture } from '../src/autoencoders/architecture.ts';
import type { Objective } from '../src/autoencoders/objective.ts';
import type { StepLosses, TrainingStepOptions } from '../src/engines/training-engine.ts';

/** Expected results for one model; every engine must match them within 1e-5 of an array's largest magnitude. */
export interface GoldenCase {
  readonly name: string;
  readonly architecture: Architecture;
  readonly objective: Objective;
  /** Initial weights by name, in the order of the model file. */
  readonly parameters: Readonly<Record<string, { shape: readonly number[]; values: readonly number[] }>>;
  /** A batch; inputs and targets are `[size * sampleCount]` each. */
  readonly batch: {
    readonly inputs: readonly number[];
    readonly targets: readonly number[];
    readonly size: number;
  };
  /** Results with the initial weights. */
  readonly before: GoldenScores;
  /** Consecutive steps with the batch. */
  readonly steps: readonly { readonly options: TrainingStepOptions; readonly losses: StepLosses }[];
  /** Results with the weights after all steps. */
  readonly after: GoldenScores;
}

export interface GoldenScores {
  /** `[size * sampleCount]` */
  readonly reconstructions: readonly number[];
  /** `[size * latentSize]` */
  readonly latents: readonly number[];
  /** `[size]`: sums of absolute errors against the inputs, as of scoring engines. */
  readonly scores: readonly number[];
  /** `[size]`: reconstruction losses of the objective against the targets, as of training engines. */
  readonly losses: readonly number[];
}

export const goldenFile = new URL('engines.json', import.meta.url);

export const readGoldenCases = (): readonly GoldenCase[] =>
  (JSON.parse(readFileSync(goldenFile, 'utf8')) as { cases: readonly GoldenCase[] }).cases;
