import { quantile } from '@beatwatch/statistics';
import { ModelCoreError } from '../errors.ts';
import type { Threshold } from '../model.ts';

/**
 * Threshold that a given share of held-out normal beats does not exceed: the quantile of their scores (Hyndman, Fan,
 * 1996, type 7). With every normal beat of the training set held out once, a few outliers among 292 hardly affect it;
 * in a single held-out set of 44 they would determine it (docs/decisions/detector.md).
 * @param scores one or more finite numbers
 * @param share share of beats at or below the threshold, in (0, 1)
 * @throws ModelCoreError (`invalid-argument`) if an argument is out of range
 */
export function heldOutQuantile(scores: ArrayLike<number>, share: number): Threshold {
  const sorted = Float64Array.from(scores).sort();
  if (sorted.length === 0 || !sorted.every(Number.isFinite))
    throw new ModelCoreError(
      { field: 'scores', found: sorted.length, expected: 'one or more finite numbers' },
      {
        code: 'invalid-argument',
      },
    );
  if (!(share > 0 && share < 1))
    throw new ModelCoreError(
      { field: 'share', found: share, expected: 'a number above 0 and below 1' },
      {
        code: 'invalid-argument',
      },
    );
  return {
    value: quantile(scores, share),
    rule: `${100 * share} % quantile of the scores of ${sorted.length} held-out normal beats`,
  };
}
