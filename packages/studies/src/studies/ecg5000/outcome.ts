import { areaUnderRoc } from '@beatwatch/model-core';
import { mean, sampleVariance } from '@beatwatch/statistics';
import type { Detection, SeedRun } from './train-seed.ts';

export interface CorrectCount {
  readonly correct: number;
  readonly of: number;
}

/** Figures of one detector on the test beats of one seed. */
export interface Judgement {
  readonly threshold: number;
  readonly normals: CorrectCount;
  readonly anomalies: CorrectCount;
  /** Of test anomalies against test normals; needs no threshold. */
  readonly auroc: number;
}

/** Figures of one training: with the density of normal beats, and alone. */
interface SeedOutcome extends Judgement {
  readonly seed: number;
  readonly bestEpoch: number;
  readonly validationLoss: number;
  readonly autoencoderAlone: Judgement;
}

/** Over the seeds; shares in [0, 1]. */
export interface MeanAndSpread {
  readonly mean: number;
  /** Standard deviation with n - 1; 0 for a single seed. */
  readonly spread: number;
}

export interface DetectorOutcome {
  /** Share of test normals at or below the threshold. */
  readonly normals: MeanAndSpread;
  /** Share of test anomalies above it. */
  readonly anomalies: MeanAndSpread;
  readonly auroc: MeanAndSpread;
}

/** Of the autoencoder together with the density of normal beats, and alone. */
export interface StudyOutcome extends DetectorOutcome {
  readonly autoencoderAlone: DetectorOutcome;
  readonly seeds: readonly SeedOutcome[];
}

export function studyOutcome(runs: readonly SeedRun[]): StudyOutcome {
  const seeds = runs.map(({ seed, bestEpoch, history, autoencoder, together }) => ({
    seed,
    ...judgement(together),
    autoencoderAlone: judgement(autoencoder),
    bestEpoch,
    validationLoss: history[bestEpoch - 1]?.validationLoss ?? Number.NaN,
  }));
  return {
    ...overSeeds(seeds),
    autoencoderAlone: overSeeds(seeds.map(({ autoencoderAlone }) => autoencoderAlone)),
    seeds,
  };
}

function judgement({ scores, threshold }: Detection): Judgement {
  const { testNormals, testAnomalies } = scores;
  return {
    threshold: threshold.value,
    normals: {
      correct: testNormals.filter((score) => score <= threshold.value).length,
      of: testNormals.length,
    },
    anomalies: {
      correct: testAnomalies.filter((score) => score > threshold.value).length,
      of: testAnomalies.length,
    },
    auroc: areaUnderRoc({
      scores: [...testNormals, ...testAnomalies],
      positive: [...testNormals.map(() => false), ...testAnomalies.map(() => true)],
    }),
  };
}

function overSeeds(judgements: readonly Judgement[]): DetectorOutcome {
  const share = ({ correct, of }: CorrectCount): number => correct / of;
  return {
    normals: meanAndSpread(judgements.map(({ normals }) => share(normals))),
    anomalies: meanAndSpread(judgements.map(({ anomalies }) => share(anomalies))),
    auroc: meanAndSpread(judgements.map(({ auroc }) => auroc)),
  };
}

export function meanAndSpread(values: readonly number[]): MeanAndSpread {
  return { mean: mean(values), spread: values.length < 2 ? 0 : Math.sqrt(sampleVariance(values)) };
}
