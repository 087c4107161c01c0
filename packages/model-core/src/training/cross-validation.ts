import { ModelCoreError, requireWholeNumber } from '../errors.ts';
import { createSeededRandom } from '@beatwatch/statistics';

export interface Fold {
  /** Indices to train on. */
  readonly train: readonly number[];
  /** Indices held out; every index is held out in exactly one fold. */
  readonly heldOut: readonly number[];
}

/**
 * Shuffles 0 .. count-1 and deals them out to the folds, whose sizes differ by one at most.
 * @throws ModelCoreError where there are fewer than two folds or fewer items than folds
 */
export function crossValidationFolds(count: number, folds: number, seed: number): readonly Fold[] {
  requireWholeNumber('folds', folds, 2);
  if (count < folds)
    throw new ModelCoreError(
      { field: 'folds', found: `${folds} for ${count} items`, expected: 'at least one item for each' },
      {
        code: 'invalid-argument',
      },
    );
  const order = [...createSeededRandom(seed).permutation(count)];
  return Array.from({ length: folds }, (_, fold) => ({
    train: order.filter((_item, position) => position % folds !== fold),
    heldOut: order.filter((_item, position) => position % folds === fold),
  }));
}
