export interface LearningRateSchedule {
  readonly kind: 'cosine' | 'constant';
  /** Highest learning rate; `cosine` reaches it after the warm-up. */
  readonly peak: number;
  /** Number of steps of the whole run, 1 or more. */
  readonly totalSteps: number;
  /** Steps over which `cosine` rises to its peak. */
  readonly warmUpSteps: number;
}

/**
 * Learning rate of a step. `constant`: the peak at every step. `cosine`: linear warm-up, then half a cosine down to
 * zero (Loshchilov, Hutter, "SGDR", 2017, without restarts), because the gradient of absolute errors does not shrink
 * near the optimum.
 * @param step number of the step, from 0
 */
export function learningRateAt(
  { kind, peak, totalSteps, warmUpSteps }: LearningRateSchedule,
  step: number,
): number {
  if (kind === 'constant') return peak;
  const warmUp = Math.min(1, (step + 1) / Math.max(1, warmUpSteps));
  return peak * warmUp * 0.5 * (1 + Math.cos((Math.PI * Math.min(step, totalSteps)) / totalSteps));
}
