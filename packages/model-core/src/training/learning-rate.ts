export interface LearningRateSchedule {
  /** Highest rate, reached after the warm-up. */
  readonly peak: number;
  /** Steps of the whole run, 1 or more. */
  readonly totalSteps: number;
  /** Steps over which the rate grows to its peak. */
  readonly warmUpSteps: number;
}

/**
 * Linear warm-up, then half a cosine down to zero (Loshchilov, Hutter, "SGDR", 2017, without restarts). The slope of
 * absolute errors does not shrink near the optimum, so the rate has to.
 * @param step from 0
 */
export function learningRateAt(
  { peak, totalSteps, warmUpSteps }: LearningRateSchedule,
  step: number,
): number {
  const warmUp = Math.min(1, (step + 1) / Math.max(1, warmUpSteps));
  return peak * warmUp * 0.5 * (1 + Math.cos((Math.PI * Math.min(step, totalSteps)) / totalSteps));
}
