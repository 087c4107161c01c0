import { madToSigma } from '@beatwatch/statistics';
import { ModelCoreError } from '../errors.ts';
import type { Threshold } from '../model.ts';
import { fitLogNormal } from './log-normal-fit.ts';

/**
 * Standard deviations from the centre to the 97.5 % point of a normal distribution, Φ⁻¹(0.975): the upper limit of the
 * usual 95 % reference interval (CLSI EP28-A3c).
 */
const referenceLimit = 1.96;

/**
 * Anomaly threshold from the losses of held-out normal beats: the 97.5 % point of a log-normal distribution, fitted by
 * median and median absolute deviation. Both are robust against a few mislabelled beats, which would shift a plain
 * quantile of a few dozen losses arbitrarily far.
 * @param losses losses of beats that the model was not trained on; five or more, each above 0
 * @param options.deviations standard deviations above the centre; default 1.96, the 97.5 % point
 * @throws ModelCoreError (`invalid-argument`) if there are fewer losses, or one is not a finite number above 0
 */
export function normalLossThreshold(
  losses: readonly number[],
  { deviations = referenceLimit }: { readonly deviations?: number } = {},
): Threshold {
  if (losses.length < 5)
    throw new ModelCoreError(
      { field: 'losses', found: losses.length, expected: '5 or more' },
      {
        code: 'invalid-argument',
      },
    );
  const invalid = losses.find((loss) => !(loss > 0 && Number.isFinite(loss)));
  if (invalid !== undefined)
    throw new ModelCoreError(
      { field: 'losses', found: invalid, expected: 'numbers above 0' },
      {
        code: 'invalid-argument',
      },
    );
  const { centre, sigma } = fitLogNormal(losses);
  return {
    value: Math.exp(centre + deviations * sigma),
    rule: `exp(median + ${deviations} x ${madToSigma} x MAD) of the log losses of ${losses.length} held-out normal beats`,
  };
}
