/**
 * Gradient-boosted decision trees (Friedman 2001). Every tree is complete: a node without a split sends all rows to the
 * left. Nodes are numbered from the root, level by level; node n has the children 2n + 1 and 2n + 2.
 */
export interface BoostedTrees {
  /** Number of features of a row. */
  readonly columns: number;
  /** Number of classes, 2 or more. */
  readonly classes: number;
  /** Splits from root to leaf. */
  readonly depth: number;
  /** Log odds before the first tree: `[outputs]`, one output for two classes, else one a class. */
  readonly offsets: Float32Array;
  /** Feature of each node, -1 without a split: `[trees × (2^depth - 1)]`, round by round, output by output. */
  readonly features: Float32Array;
  /** A value of the threshold or less goes left. Laid out as `features`. */
  readonly thresholds: Float32Array;
  /** 1 where a missing value (NaN) goes left, else 0. Laid out as `features`. */
  readonly missingLeft: Float32Array;
  /** Log odds that a leaf adds: `[trees × 2^depth]`. */
  readonly leaves: Float32Array;
}

/** Outputs of a model: two classes need one. */
export const outputCount = (classes: number): number => (classes === 2 ? 1 : classes);

/**
 * Log odds of the classes, up to a common offset: their softmax is the probabilities. Of two classes the first has 0.
 * @param row `[columns]`; NaN is a missing value
 * @returns `[classes]`
 */
export function classLogits(trees: BoostedTrees, row: ArrayLike<number>): Float64Array {
  const { classes, depth, offsets, features, thresholds, missingLeft, leaves } = trees;
  const outputs = offsets.length;
  const sums = new Float64Array(classes);
  const first = classes - outputs;
  for (let output = 0; output < outputs; output += 1) sums[first + output] = offsets[output] ?? 0;
  const nodes = 2 ** depth - 1;
  for (let tree = 0, root = 0; root < features.length; tree += 1, root += nodes) {
    let node = 0;
    for (let level = 0; level < depth; level += 1) {
      const at = root + node;
      const feature = features[at] ?? -1;
      const value = feature < 0 ? Number.NEGATIVE_INFINITY : (row[feature] ?? Number.NaN);
      const isLeft = Number.isNaN(value) ? missingLeft[at] === 1 : value <= (thresholds[at] ?? 0);
      node = 2 * node + (isLeft ? 1 : 2);
    }
    const output = first + (tree % outputs);
    sums[output] = (sums[output] ?? 0) + (leaves[tree * (nodes + 1) + node - nodes] ?? 0);
  }
  return sums;
}

/** Probabilities of logits; their sum is 1. */
export function softmax(logits: Float64Array): Float64Array {
  let highest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) highest = Math.max(highest, logit);
  const powers = new Float64Array(logits.length);
  let sum = 0;
  for (let index = 0; index < logits.length; index += 1) {
    const power = Math.exp((logits[index] ?? 0) - highest);
    powers[index] = power;
    sum += power;
  }
  for (let index = 0; index < powers.length; index += 1) powers[index] = (powers[index] ?? 0) / sum;
  return powers;
}
