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
  const { classes, depth, columns, offsets, leaves } = trees;
  const outputs = offsets.length;
  const sums = new Float64Array(classes);
  const first = classes - outputs;
  for (let output = 0; output < outputs; output += 1) sums[first + output] = offsets[output] ?? 0;
  const nodes = nodesOf(trees);
  const values = valuesOf(row, columns);
  const perTree = 2 ** depth - 1;
  const count = trees.features.length / perTree;
  let output = 0;
  for (let tree = 0; tree < count; tree += abreast) {
    walk(nodes, values, { root: tree * perTree, perTree, depth });
    const known = Math.min(abreast, count - tree);
    for (let index = 0; index < known; index += 1) {
      const leaf = (tree + index) * (perTree + 1) + (reached[index] ?? 0) - perTree;
      sums[first + output] = (sums[first + output] ?? 0) + (leaves[leaf] ?? 0);
      output = output + 1 === outputs ? 0 : output + 1;
    }
  }
  return sums;
}

/** Trees that are walked side by side: the processor waits for the next node of each at the same time. */
const abreast = 4;
/** Where they end, numbered on from their nodes. Calls never overlap. */
const reached = new Int32Array(abreast);
let rowValues = new Float64Array(128);

/** The row's values; what it has not is missing. */
function valuesOf(row: ArrayLike<number>, columns: number): Float64Array {
  if (rowValues.length < columns) rowValues = new Float64Array(columns);
  for (let column = 0; column < columns; column += 1) rowValues[column] = row[column] ?? Number.NaN;
  return rowValues;
}

interface Walked {
  /** Number of the first tree's root among all nodes. */
  readonly root: number;
  readonly perTree: number;
  readonly depth: number;
}

function walk(nodes: Nodes, values: Float64Array, { root, perTree, depth }: Walked): void {
  const [second, third, fourth] = [root + perTree, root + 2 * perTree, root + 3 * perTree];
  let node0 = 0;
  let node1 = 0;
  let node2 = 0;
  let node3 = 0;
  for (let level = 0; level < depth; level += 1) {
    node0 += node0 + 2 - leftOf(nodes, values, root + node0);
    node1 += node1 + 2 - leftOf(nodes, values, second + node1);
    node2 += node2 + 2 - leftOf(nodes, values, third + node2);
    node3 += node3 + 2 - leftOf(nodes, values, fourth + node3);
  }
  reached[0] = node0;
  reached[1] = node1;
  reached[2] = node2;
  reached[3] = node3;
}

/** 1 where the row goes left at a node, else 0: without a branch, which would be guessed wrongly half the time. */
function leftOf({ features, thresholds, missingLeft }: Nodes, values: Float64Array, at: number): number {
  const value = values[features[at] ?? 0] ?? 0;
  return Number(value <= (thresholds[at] ?? 0)) | ((missingLeft[at] ?? 0) & Number(Number.isNaN(value)));
}

/**
 * Nodes as they are walked: integers as indices, and whatever the row is, a node without a split goes left. Trees without splits
 * follow the last one, so that there are as many as are walked side by side.
 */
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
  const { features, thresholds, missingLeft, depth } = trees;
  const together = abreast * (2 ** depth - 1);
  const length = Math.ceil(features.length / together) * together;
  const nodes = {
    features: new Int32Array(length),
    thresholds: new Float32Array(length).fill(Number.POSITIVE_INFINITY),
    missingLeft: new Uint8Array(length).fill(1),
  };
  for (const [at, feature] of features.entries()) {
    if (feature < 0) continue;
    nodes.features[at] = feature;
    nodes.thresholds[at] = thresholds[at] ?? 0;
    nodes.missingLeft[at] = missingLeft[at] === 1 ? 1 : 0;
  }
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
