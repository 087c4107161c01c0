import { normalLossThreshold, type Threshold } from '@beatwatch/model-core';

/**
 * The study's threshold, from validation normals alone: three standard deviations above the middle of their log
 * losses, the usual control limit (Shewhart, 1931). The two deviations of a patient's alarm threshold would send one
 * normal beat in forty to the anomalies by design, more than the study allows.
 */
export function studyThreshold(validationLosses: readonly number[]): Threshold {
  return normalLossThreshold(validationLosses, { deviations: 3 });
}
