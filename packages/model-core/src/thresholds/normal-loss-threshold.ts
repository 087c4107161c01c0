import { ModelCoreError } from '../errors.ts';
import type { Threshold } from '../model.ts';

/** Makes the median absolute deviation of a normal distribution its standard deviation: 1 / Φ⁻¹(3/4). */
const madToSigma = 1.4826;

/**
 * Deviations at which one in forty of a normal distribution lies above: Φ⁻¹(0.975), the usual two-sided 95 % limit of
 * clinical reference intervals (CLSI EP28-A3c).
 */
const referenceLimit = 1.96;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/**
 * The loss above which a beat counts as an anomaly, from losses of normal beats that the model was not trained on:
 * the 97.5 % point of a log-normal distribution fitted by median and median absolute deviation. Both ignore the few
 * beats among the normals that are none, which move a plain quantile of a few dozen losses as far as they like.
 * @param losses five or more, each above 0
 * @throws ModelCoreError (`invalid-argument`) where there are fewer, or one is not above 0
 */
export function normalLossThreshold(losses: readonly number[]): Threshold {
  if (losses.length < 5)
    throw new ModelCoreError(`losses: found ${losses.length}, expected 5 or more`, {
      code: 'invalid-argument',
    });
  const strange = losses.find((loss) => !(loss > 0 && Number.isFinite(loss)));
  if (strange !== undefined)
    throw new ModelCoreError(`losses: found ${strange}, expected numbers above 0`, {
      code: 'invalid-argument',
    });
  const logs = losses.map((loss) => Math.log(loss));
  const centre = median(logs);
  const sigma = madToSigma * median(logs.map((value) => Math.abs(value - centre)));
  return {
    value: Math.exp(centre + referenceLimit * sigma),
    rule: `exp(median + ${referenceLimit} x ${madToSigma} x MAD) of the log losses of ${losses.length} held-out normal beats`,
  };
}
