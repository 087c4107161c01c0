import { quantile } from '@beatwatch/statistics';
import { ModelCoreError } from '../errors.ts';
import type { Threshold } from '../model.ts';

/**
 * The score that a share of held-out normal beats stays at or below, interpolated between the two nearest (Hyndman,
 * Fan, 1996, type 7). Where every normal beat of the train split was held out once, a few odd ones among 292 do not
 * move it; of a single held-out part of 44 they would be its upper end (docs/decisions/detector.md).
 * @param scores one or more finite numbers
 * @param share in (0, 1)
 * @throws ModelCoreError (`invalid-argument`)
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
