import { ModelCoreError, requireWholeNumber } from '../errors.ts';
import { createSeededRandom } from '@beatwatch/statistics';

export interface Fold {
  /** Indices to train on. */
  readonly train: readonly number[];
  /** Held-out indices; each index is held out in exactly one fold. */
  readonly heldOut: readonly number[];
}

/**
 * Distributes the shuffled indices 0..count-1 to folds whose sizes differ by at most one.
 * @throws ModelCoreError (`invalid-argument`) if there are fewer than two folds, or fewer items than folds
 */
export function crossValidationFolds(count: number, folds: number, seed: number): readonly Fold[] {
  requireWholeNumber('folds', folds, 2);
  if (count < folds)
    throw new ModelCoreError(
      { field: 'folds', found: `${folds} for ${count} items`, expected: 'at least one item for each fold' },
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
