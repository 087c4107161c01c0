import { madToSigma } from '@beatwatch/statistics';
import { ModelCoreError } from '../errors.ts';
import type { Threshold } from '../model.ts';
import { fitLogNormal } from './log-normal-fit.ts';

/**
 * Deviations at which one in forty of a normal distribution lies above: Φ⁻¹(0.975), the usual two-sided 95 % limit of
 * clinical reference intervals (CLSI EP28-A3c).
 */
const referenceLimit = 1.96;

/**
 * The loss above which a beat counts as an anomaly, from losses of normal beats that the model was not trained on:
 * the 97.5 % point of a log-normal distribution fitted by median and median absolute deviation. Both ignore the few
 * beats among the normals that are none, which move a plain quantile of a few dozen losses as far as they like.
 * @param losses five or more, each above 0
 * @param options.deviations how far above the middle; default 1.96, the 97.5 % point
 * @throws ModelCoreError (`invalid-argument`) where there are fewer, or one is not above 0
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
  const strange = losses.find((loss) => !(loss > 0 && Number.isFinite(loss)));
  if (strange !== undefined)
    throw new ModelCoreError(
      { field: 'losses', found: strange, expected: 'numbers above 0' },
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
