import { createSeededRandom, type SeededRandom } from '@beatwatch/statistics';
import { binFeatures, type BinnedFeatures } from './bins.ts';
import { outputCount, softmax, type BoostedTrees } from './boosted-trees.ts';
import { checkFits, joined, scoresOf } from './go-on.ts';
import { growTree, leafOf, type Derivatives, type GrownTree, type TreeLimits } from './grow-tree.ts';
import type { TrainingRows } from './training-rows.ts';

export interface FitOptions extends Partial<TreeLimits> {
  /** Trees of each output. Default 200. */
  readonly rounds?: number;
  /** Share of a leaf that counts. Default 0.1. */
  readonly learningRate?: number;
  /** Share of the features that each tree may split by. Default 0.5. */
  readonly columnShare?: number;
  /** Share of the rows that each round learns from. Default 0.5. */
  readonly rowShare?: number;
  readonly seed: number;
  /** Trees that the fit goes on from: they stay as they are, and the new ones are as deep. Default: none. */
  readonly from?: BoostedTrees;
  readonly onRound?: (round: number, rounds: number) => void;
}

const defaults = { rounds: 200, learningRate: 0.1, columnShare: 0.5, rowShare: 0.5 } as const;
const defaultLimits: TreeLimits = { depth: 5, minLeafWeight: 1, l2: 1 };

/**
 * Fits trees to classes by the softmax (of two classes: logistic) loss. The same rows and seed give the same trees.
 * @throws RangeError where a target is no class, rows and targets differ in number, or `from` is for other features or classes
 */
export function fitBoostedTrees(training: TrainingRows, options: FitOptions): BoostedTrees {
  const { rounds, learningRate, columnShare, rowShare, minLeafWeight, l2, from, ...limits } = {
    ...defaults,
    ...defaultLimits,
    ...options,
  };
  checkRows(training);
  if (from !== undefined) checkFits(from, training);
  const { classes, columns } = training;
  const depth = from?.depth ?? limits.depth;
  const binned = binFeatures(training.features, columns);
  const weights = training.weights ?? new Float64Array(binned.rows).fill(1);
  const outputs = outputCount(classes);
  const offsets = from?.offsets ?? offsetsOf(training, weights);
  const scores =
    from === undefined
      ? Array.from({ length: outputs }, (_, output) =>
          new Float64Array(binned.rows).fill(offsets[output] ?? 0),
        )
      : scoresOf(from, training);
  const random = createSeededRandom(options.seed);
  const grown: GrownTree[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const rows = sampledRows(binned.rows, rowShare, random);
    for (const derivatives of derivativesOf(scores, training, weights)) {
      const output = grown.length % outputs;
      const chosen = sampledColumns(columns, columnShare, random);
      const tree = growTree(binned, derivatives, { rows, columns: chosen }, { depth, minLeafWeight, l2 });
      const leaves = Float64Array.from(tree.leaves, (leaf) => Math.fround(learningRate * leaf));
      const shrunk = { ...tree, leaves };
      grown.push(shrunk);
      addTree(scores[output] ?? new Float64Array(), shrunk, binned);
    }
    options.onRound?.(round + 1, rounds);
  }
  const fitted = assembled(grown, { binned, classes, depth, offsets });
  return from === undefined ? fitted : joined(from, fitted);
}

function checkRows({ features, columns, targets, classes }: TrainingRows): void {
  if (features.length !== columns * targets.length) {
    throw new RangeError(`features: found ${features.length} values, expected ${columns * targets.length}`);
  }
  for (let row = 0; row < targets.length; row += 1) {
    const target = targets[row] ?? -1;
    if (!Number.isInteger(target) || target < 0 || target >= classes) {
      throw new RangeError(
        `target of row ${row}: found ${target}, expected a class from 0 to ${classes - 1}`,
      );
    }
  }
}

/** Log odds of the classes' weights. */
function offsetsOf({ targets, classes }: TrainingRows, weights: Float64Array): Float32Array {
  const sums = new Float64Array(classes).fill(1e-3);
  for (let row = 0; row < targets.length; row += 1) {
    const target = targets[row] ?? 0;
    sums[target] = (sums[target] ?? 0) + (weights[row] ?? 0);
  }
  const logs = sums.map((sum) => Math.log(sum));
  if (classes === 2) return Float32Array.of((logs[1] ?? 0) - (logs[0] ?? 0));
  const middle = logs.reduce((total, log) => total + log, 0) / classes;
  return Float32Array.from(logs, (log) => log - middle);
}

/** Derivatives of the loss by each output; all of a round are taken before its first tree. */
function derivativesOf(
  scores: readonly Float64Array[],
  { targets, classes }: TrainingRows,
  weights: Float64Array,
): Derivatives[] {
  const rows = weights.length;
  const all = scores.map(() => ({ gradients: new Float64Array(rows), curvatures: new Float64Array(rows) }));
  const logits = new Float64Array(classes);
  const first = classes - scores.length;
  for (let row = 0; row < rows; row += 1) {
    scores.forEach((score, output) => {
      logits[first + output] = score[row] ?? 0;
    });
    const probabilities = softmax(logits);
    all.forEach(({ gradients, curvatures }, output) => {
      const probability = probabilities[first + output] ?? 0;
      const weight = weights[row] ?? 0;
      gradients[row] = weight * (probability - (targets[row] === first + output ? 1 : 0));
      curvatures[row] = weight * Math.max(1e-6, probability * (1 - probability));
    });
  }
  return all;
}

function sampledRows(count: number, share: number, random: SeededRandom): Int32Array {
  const rows: number[] = [];
  for (let row = 0; row < count; row += 1) if (share >= 1 || random.next() < share) rows.push(row);
  return Int32Array.from(rows);
}

function sampledColumns(count: number, share: number, random: SeededRandom): number[] {
  const order = Array.from({ length: count }, (_, column) => ({ column, rank: random.next() }));
  order.sort((a, b) => a.rank - b.rank);
  const kept = order.slice(0, Math.max(1, Math.round(share * count)));
  return kept.map(({ column }) => column).sort((a, b) => a - b);
}

function addTree(scores: Float64Array, tree: GrownTree, binned: BinnedFeatures): void {
  for (let row = 0; row < scores.length; row += 1) {
    scores[row] = (scores[row] ?? 0) + (tree.leaves[leafOf(tree, binned, row)] ?? 0);
  }
}

interface Assembly {
  readonly binned: BinnedFeatures;
  readonly classes: number;
  readonly depth: number;
  readonly offsets: Float32Array;
}

function assembled(grown: readonly GrownTree[], { binned, classes, depth, offsets }: Assembly): BoostedTrees {
  const nodes = 2 ** depth - 1;
  const features = new Float32Array(grown.length * nodes);
  const thresholds = new Float32Array(features.length);
  const missingLeft = new Float32Array(features.length);
  const leaves = new Float32Array(grown.length * (nodes + 1));
  grown.forEach((tree, index) => {
    features.set(tree.features, index * nodes);
    missingLeft.set(tree.missingLeft, index * nodes);
    leaves.set(tree.leaves, index * (nodes + 1));
    tree.features.forEach((feature, node) => {
      const edge = binned.edges[feature]?.[(tree.bins[node] ?? 1) - 1];
      thresholds[index * nodes + node] = feature < 0 ? 0 : (edge ?? 0);
    });
  });
  return { columns: binned.columns, classes, depth, offsets, features, thresholds, missingLeft, leaves };
}
