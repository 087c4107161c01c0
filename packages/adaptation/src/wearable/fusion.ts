import type { FeatureName, Features } from './features.ts';

/** Weights of a logistic regression over features. A feature without a weight is ignored. */
export interface Fusion<Name extends string = FeatureName> {
  readonly offset: number;
  readonly weights: Readonly<Partial<Record<Name, number>>>;
}

/** Log odds of the features. */
export function logit({ offset, weights }: Fusion, features: Features): number {
  let sum = offset;
  for (const [name, weight] of Object.entries(weights)) sum += weight * features[name as FeatureName];
  return sum;
}

/**
 * Minus the logarithm of the probability that the beat is the patient's own.
 * @param logOdds that it is not
 * @returns nats, 0 or more
 */
export const anomalyScore = (logOdds: number): number =>
  logOdds > 30 ? logOdds : Math.log1p(Math.exp(logOdds));
