import { readFileSync } from 'node:fs';
import type { Architecture } from '../src/autoencoders/architecture.ts';
import type { Objective } from '../src/autoencoders/objective.ts';
import type { StepLosses, TrainingStepOptions } from '../src/engines/training-engine.ts';

/** One model's numbers as every engine has to give them: 1e-5 of an array's largest number is the most they differ. */
export interface GoldenCase {
  readonly name: string;
  readonly architecture: Architecture;
  readonly objective: Objective;
  /** First weights, by name, in the order of the model's files. */
  readonly parameters: Readonly<Record<string, { shape: readonly number[]; values: readonly number[] }>>;
  /** One batch, `[size * sampleCount]` each. */
  readonly batch: {
    readonly inputs: readonly number[];
    readonly targets: readonly number[];
    readonly size: number;
  };
  /** With the first weights. */
  readonly before: GoldenScores;
  /** Steps with that batch, one after the other. */
  readonly steps: readonly { readonly options: TrainingStepOptions; readonly losses: StepLosses }[];
  /** With the weights after the steps. */
  readonly after: GoldenScores;
}

export interface GoldenScores {
  /** `[size * sampleCount]` */
  readonly reconstructions: readonly number[];
  /** `[size * latentSize]` */
  readonly latents: readonly number[];
  /** `[size]`: sum of absolute errors against the inputs, as scoring engines give it. */
  readonly scores: readonly number[];
  /** `[size]`: the objective's reconstruction loss against the targets, as training engines give it. */
  readonly losses: readonly number[];
}

export const goldenFile = new URL('engines.json', import.meta.url);

export const readGoldenCases = (): readonly GoldenCase[] =>
  (JSON.parse(readFileSync(goldenFile, 'utf8')) as { cases: readonly GoldenCase[] }).cases;
