import { madToSigma, median, medianAbsoluteDeviation } from '@beatwatch/statistics';
import type { PatientThreshold } from '../patient-threshold.ts';

export interface ThresholdSettings {
  /** Beats that the threshold is learned from. Default 40: half a minute at rest. */
  readonly calibrationBeats: number;
  /** Distance of the threshold from the median of the log loss, robust standard deviations. Default 4. */
  readonly deviations: number;
  /** Least ratio of the threshold to the median loss, however alike the beats are. Default 1.2. */
  readonly minimumRatio: number;
  /** Largest ratio of the threshold to the median loss, however unlike the beats are. Default 6. */
  readonly maximumRatio: number;
}

export const defaultThresholdSettings: ThresholdSettings = {
  calibrationBeats: 40,
  deviations: 4,
  minimumRatio: 1.2,
  maximumRatio: 6,
};

/**
 * Threshold of a patient's reconstruction loss, from unlabelled losses: the median of the log loss plus some robust
 * standard deviations (median absolute deviation), so that up to half of the beats may be ectopic before it breaks down
 * (Rousseeuw & Croux 1993, doi:10.1080/01621459.1993.10476408). The clear threshold lies half-way to the median, on the
 * log scale.
 * @param losses one or more, each 0 or more
 * @returns in the unit of the loss; `threshold` is between `minimumRatio` and `maximumRatio` times the median
 */
export function robustThreshold(losses: readonly number[], settings: ThresholdSettings): PatientThreshold {
  const logs = losses.map((loss) => Math.log(Math.max(loss, 1e-9)));
  const centre = median(logs);
  const sigma = madToSigma * medianAbsoluteDeviation(logs, centre);
  const least = Math.log(settings.minimumRatio);
  const most = Math.log(settings.maximumRatio);
  const distance = Math.min(Math.max(settings.deviations * sigma, least), most);
  return { threshold: Math.exp(centre + distance), clearThreshold: Math.exp(centre + distance / 2) };
}

/**
 * Clear threshold that goes with a threshold that staff set: half-way to the learned median, on the log scale.
 * @param learned undefined while it is being learned: then the set threshold itself
 */
export function clearThresholdFor(setThreshold: number, learned: PatientThreshold | undefined): number {
  if (learned === undefined) return setThreshold;
  const centre = learned.clearThreshold ** 2 / learned.threshold;
  return setThreshold > centre ? Math.sqrt(setThreshold * centre) : setThreshold;
}
