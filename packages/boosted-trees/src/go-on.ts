import { classLogits, type BoostedTrees } from './boosted-trees.ts';
import type { TrainingRows } from './training-rows.ts';

/** @throws RangeError where the trees are for other features or classes than the rows */
export function checkFits(trees: BoostedTrees, rows: Pick<TrainingRows, 'columns' | 'classes'>): void {
  for (const name of ['columns', 'classes'] as const) {
    if (trees[name] === rows[name]) continue;
    throw new RangeError(
      `${name} of the trees to go on from: found ${trees[name]}, expected ${rows[name]}, as the rows have`,
    );
  }
}

/** Log odds of each output by trees that are there already: `[outputs][rows]`. */
export function scoresOf(
  trees: BoostedTrees,
  { features, columns, classes, targets }: TrainingRows,
): Float64Array[] {
  const first = classes - trees.offsets.length;
  const scores = Array.from(trees.offsets, () => new Float64Array(targets.length));
  for (let row = 0; row < targets.length; row += 1) {
    const logits = classLogits(trees, features.subarray(row * columns, (row + 1) * columns));
    scores.forEach((score, output) => {
      score[row] = logits[first + output] ?? 0;
    });
  }
  return scores;
}

/** Trees, and those that were fitted to what they leave. */
export function joined(before: BoostedTrees, added: BoostedTrees): BoostedTrees {
  const of = (name: 'features' | 'thresholds' | 'missingLeft' | 'leaves'): Float32Array =>
    new Float32Array([...before[name], ...added[name]]);
  return {
    ...before,
    features: of('features'),
    thresholds: of('thresholds'),
    missingLeft: of('missingLeft'),
    leaves: of('leaves'),
  };
}
