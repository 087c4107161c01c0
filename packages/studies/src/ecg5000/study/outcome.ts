import { areaUnderRoc } from '@beatwatch/model-core';
import type { SeedRun } from './train-seed.ts';

export interface CorrectCount {
  readonly correct: number;
  readonly of: number;
}

/** How one training did. */
export interface SeedOutcome {
  readonly seed: number;
  readonly bestEpoch: number;
  readonly validationLoss: number;
  readonly threshold: number;
  readonly normals: CorrectCount;
  readonly anomalies: CorrectCount;
  /** Of test normals against test anomalies; needs no threshold. */
  readonly auroc: number;
}

/** Over the seeds; shares in [0, 1]. */
export interface MeanAndSpread {
  readonly mean: number;
  /** Standard deviation with n - 1; 0 for a single seed. */
  readonly spread: number;
}

export interface StudyOutcome {
  readonly seeds: readonly SeedOutcome[];
  /** Share of test normals at or below the threshold. */
  readonly normals: MeanAndSpread;
  /** Share of test anomalies above it. */
  readonly anomalies: MeanAndSpread;
  readonly auroc: MeanAndSpread;
}

export function seedOutcome({ seed, bestEpoch, history, threshold, parts }: SeedRun): SeedOutcome {
  const normals = parts.testNormals.losses;
  const anomalies = parts.testAnomalies.losses;
  return {
    seed,
    bestEpoch,
    validationLoss: history[bestEpoch - 1]?.validationLoss ?? Number.NaN,
    threshold: threshold.value,
    normals: { correct: normals.filter((loss) => loss <= threshold.value).length, of: normals.length },
    anomalies: { correct: anomalies.filter((loss) => loss > threshold.value).length, of: anomalies.length },
    auroc: areaUnderRoc({
      scores: [...normals, ...anomalies],
      positive: [...normals.map(() => false), ...anomalies.map(() => true)],
    }),
  };
}

export function studyOutcome(runs: readonly SeedRun[]): StudyOutcome {
  const seeds = runs.map(seedOutcome);
  const share = ({ correct, of }: CorrectCount): number => correct / of;
  return {
    seeds,
    normals: meanAndSpread(seeds.map(({ normals }) => share(normals))),
    anomalies: meanAndSpread(seeds.map(({ anomalies }) => share(anomalies))),
    auroc: meanAndSpread(seeds.map(({ auroc }) => auroc)),
  };
}

export function meanAndSpread(values: readonly number[]): MeanAndSpread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, spread: values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)) };
}
