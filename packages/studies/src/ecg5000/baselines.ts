import {
  heldOutQuantile,
  heldOutScores,
  isolationForest,
  localOutlierFactor,
  mahalanobis,
  nearestNeighbour,
  normalShare,
  oneClassSvm,
  pcaReconstruction,
  type OutlierMethod,
  type Threshold,
} from '@beatwatch/model-core';

/**
 * Detectors without a network. Their settings were chosen among a few by cross-validation within the train split, like
 * the detector's (docs/decisions/baselines.md).
 */
const baselines = {
  nearestNeighbour: () => nearestNeighbour({ neighbours: 1 }),
  pcaReconstruction: () => pcaReconstruction({ components: 5 }),
  mahalanobis: () => mahalanobis,
  isolationForest: (seed: number) => isolationForest({ seed }),
  oneClassSvm: () => oneClassSvm({ nu: 0.05 }),
  localOutlierFactor: () => localOutlierFactor({ neighbours: [5] }),
} satisfies Record<string, (seed: number) => OutlierMethod>;

export type BaselineName = keyof typeof baselines;
export const baselineNames = Object.keys(baselines) as readonly BaselineName[];

export interface BaselineRun {
  /** One for each beat, higher is more anomalous. */
  readonly scores: Float64Array;
  /** Scores of the train normals, each held out once. */
  readonly heldOut: Float64Array;
  /** By the detector's rule, from the held-out scores. */
  readonly threshold: Threshold;
}

/**
 * @param seed decides the folds and the forest's cuts
 * @param folds parts of the normal beats, each held out once to find the threshold
 */
export function runBaseline(
  name: BaselineName,
  beats: { readonly normals: readonly Float32Array[]; readonly scored: readonly Float32Array[] },
  { seed, folds }: { readonly seed: number; readonly folds: number },
): BaselineRun {
  const method = baselines[name](seed);
  const heldOut = heldOutScores(beats.normals, method, { folds, seed });
  return {
    scores: method(beats.normals)(beats.scored),
    heldOut,
    threshold: heldOutQuantile(heldOut, normalShare),
  };
}
