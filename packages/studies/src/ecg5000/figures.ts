import {
  areaUnderRoc,
  averagePrecision,
  decisionMetrics,
  type ConfusionCounts,
  type Threshold,
} from '@beatwatch/model-core';
import { normalLabel } from './beats.ts';

/** How well scores separate anomalies, all classes but 1, from normal beats. Shares are in [0, 1]. */
export interface DetectionFigures {
  readonly auroc: number;
  readonly averagePrecision: number;
  /** At the threshold, like specificity, recalls and counts. */
  readonly accuracy: number;
  readonly specificity: number;
  /** For each anomaly class that occurs. */
  readonly recallByClass: Readonly<Record<string, number>>;
  readonly counts: ConfusionCounts;
}

/**
 * @param labels classes of the scored beats
 * @throws ModelCoreError if a score is NaN
 */
export function detectionFigures(
  labels: readonly string[],
  scores: ArrayLike<number>,
  threshold: Threshold,
): DetectionFigures {
  const positive = labels.map((label) => label !== normalLabel);
  const decisions = labels.map((label, index) => ({
    label,
    isAnomaly: label !== normalLabel,
    flagged: (scores[index] ?? Number.NaN) > threshold.value,
  }));
  const { accuracy, specificity, recallByClass, counts } = decisionMetrics(decisions);
  return {
    auroc: areaUnderRoc({ scores, positive }),
    averagePrecision: averagePrecision({ scores, positive }),
    accuracy,
    specificity,
    recallByClass,
    counts,
  };
}
