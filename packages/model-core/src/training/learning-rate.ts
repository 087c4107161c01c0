export interface LearningRateSchedule {
  readonly kind: 'cosine' | 'constant';
  /** Highest rate, which `cosine` reaches after the warm-up. */
  readonly peak: number;
  /** Steps of the whole run, 1 or more. */
  readonly totalSteps: number;
  /** Steps over which `cosine` grows to its peak. */
  readonly warmUpSteps: number;
}

/**
 * `constant`: the peak at every step. `cosine`: linear warm-up, then half a cosine down to zero (Loshchilov, Hutter, "SGDR", 2017, without restarts). The slope of
 * absolute errors does not shrink near the optimum, so the rate has to.
 * @param step from 0
 */
export function learningRateAt(
  { kind, peak, totalSteps, warmUpSteps }: LearningRateSchedule,
  step: number,
): number {
  if (kind === 'constant') return peak;
  const warmUp = Math.min(1, (step + 1) / Math.max(1, warmUpSteps));
  return peak * warmUp * 0.5 * (1 + Math.cos((Math.PI * Math.min(step, totalSteps)) / totalSteps));
}
