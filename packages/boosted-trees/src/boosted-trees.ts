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
  const { classes, depth, offsets, leaves } = trees;
  const { features, thresholds, missingLeft } = nodesOf(trees);
  const outputs = offsets.length;
  const sums = new Float64Array(classes);
  const first = classes - outputs;
  for (let output = 0; output < outputs; output += 1) sums[first + output] = offsets[output] ?? 0;
  const nodes = 2 ** depth - 1;
  let output = 0;
  for (let root = 0, leaf = 0; root < features.length; root += nodes, leaf += nodes + 1) {
    let node = 0;
    for (let level = 0; level < depth; level += 1) {
      const at = root + node;
      const value = row[features[at] ?? 0] ?? Number.NaN;
      const isLeft = value <= (thresholds[at] ?? 0) || (missingLeft[at] === 1 && Number.isNaN(value));
      node += isLeft ? node + 1 : node + 2;
    }
    sums[first + output] = (sums[first + output] ?? 0) + (leaves[leaf + node - nodes] ?? 0);
    output = output + 1 === outputs ? 0 : output + 1;
  }
  return sums;
}

/** Nodes as they are walked: integers as indices, and whatever the row is, a node without a split goes left. */
interface Nodes {
  readonly features: Int32Array;
  readonly thresholds: Float32Array;
  readonly missingLeft: Uint8Array;
}

/** Trees are never changed once they are read or fitted. */
const walked = new WeakMap<BoostedTrees, Nodes>();

function nodesOf(trees: BoostedTrees): Nodes {
  const known = walked.get(trees);
  if (known !== undefined) return known;
  const { features, thresholds, missingLeft } = trees;
  const nodes = {
    features: Int32Array.from(features, (feature) => Math.max(0, feature)),
    thresholds: thresholds.map((value, at) => ((features[at] ?? -1) < 0 ? Number.POSITIVE_INFINITY : value)),
    missingLeft: Uint8Array.from(missingLeft, (value, at) =>
      (features[at] ?? -1) < 0 || value === 1 ? 1 : 0,
    ),
  };
  walked.set(trees, nodes);
  return nodes;
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
