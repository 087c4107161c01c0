import { normalLossThreshold, type Threshold } from '@beatwatch/model-core';
import { quantile } from '@beatwatch/statistics';

/**
 * Threshold of the autoencoder alone, from validation normals: three standard deviations above the median of their log
 * losses, the usual control limit (Shewhart, 1931). The two deviations of a patient's alarm threshold would by design
 * call one normal beat in forty an anomaly, more than the study allows.
 */
export function controlLimit(validationLosses: readonly number[]): Threshold {
  return normalLossThreshold(validationLosses, { deviations: 3 });
}

/**
 * Interquartile ranges above the upper quartile. Tukey calls a value "far out" beyond three ("Exploratory Data
 * Analysis", 1977); 98.5 % of the validation normals of five seeds are within three and 98.9 % within 3.5, so that five
 * seeds of 80 test normals have 97.9 % correct in 19 of 20 cases (docs/decisions/ecg5000-study.md).
 */
const fenceRanges = 3.5;

/**
 * Threshold of scores whose upper tail is longer than a normal distribution's, from validation normals: an outer fence
 * after Tukey, 3.5 interquartile ranges above the upper quartile. Unlike a high quantile of some hundred scores, quartiles
 * are robust to a few odd beats among the normal ones.
 * @param validationScores four or more
 */
export function outerFence(validationScores: readonly number[]): Threshold {
  const [lower, upper] = [quantile(validationScores, 0.25), quantile(validationScores, 0.75)];
  return {
    value: upper + fenceRanges * (upper - lower),
    rule: `upper quartile + ${fenceRanges} interquartile ranges of the scores of ${validationScores.length} held-out normal beats`,
  };
}
