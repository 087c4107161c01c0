import { mostBins, type BinnedFeatures } from './bins.ts';

/** First and second derivatives of the loss by a row's output, weighted: `[rows]` each. */
export interface Derivatives {
  readonly gradients: Float64Array;
  readonly curvatures: Float64Array;
}

export interface TreeLimits {
  readonly depth: number;
  /** Least sum of the curvatures in a leaf. */
  readonly minLeafWeight: number;
  /** Penalty on the squares of the leaves. */
  readonly l2: number;
}

/** A complete tree over bins: nodes `[2^depth - 1]`, leaves `[2^depth]`. */
export interface GrownTree {
  /** -1 without a split. */
  readonly features: Int32Array;
  /** The highest bin that goes left. */
  readonly bins: Uint8Array;
  readonly missingLeft: Uint8Array;
  readonly leaves: Float64Array;
}

interface Split {
  readonly gain: number;
  readonly feature: number;
  readonly bin: number;
  readonly missingLeft: boolean;
}

interface Sums {
  readonly gradient: number;
  readonly curvature: number;
}

/**
 * Grows a tree level by level by histograms of the derivatives.
 * @param rows numbers of the rows to learn from
 * @param columns numbers of the features to split by
 */
export function growTree(
  { bins, rows: rowCount, edges }: BinnedFeatures,
  { gradients, curvatures }: Derivatives,
  { rows, columns }: { readonly rows: Int32Array; readonly columns: readonly number[] },
  limits: TreeLimits,
): GrownTree {
  const nodeCount = 2 ** limits.depth - 1;
  const features = new Int32Array(nodeCount).fill(-1);
  const splitBins = new Uint8Array(nodeCount);
  const missingLeft = new Uint8Array(nodeCount);
  const learned = {
    gradients: Float64Array.from(rows, (row) => gradients[row] ?? 0),
    curvatures: Float64Array.from(rows, (row) => curvatures[row] ?? 0),
  };
  /** Node of each learned row. */
  const places = new Int32Array(rows.length);
  for (let level = 0; level < limits.depth; level += 1) {
    const first = 2 ** level - 1;
    const best = Array.from({ length: first + 1 }, (): Split | undefined => undefined);
    const totals = sumsOfNodes(places, learned, { first, count: first + 1 });
    const starts = places.map((place) => 2 * mostBins * (place - first));
    for (const feature of columns) {
      const binCount = (edges[feature]?.length ?? 0) + 2;
      const histogram = new Float64Array(2 * mostBins * (first + 1));
      const ofFeature = bins.subarray(feature * rowCount, (feature + 1) * rowCount);
      addToHistogram(histogram, { rows, starts, bins: ofFeature, learned });
      totals.forEach((total, node) => {
        const bars = histogram.subarray(2 * mostBins * node, 2 * mostBins * (node + 1));
        const split = bestSplit(bars, binCount, total, limits);
        if (split !== undefined && split.gain > (best[node]?.gain ?? 0)) best[node] = { ...split, feature };
      });
    }
    best.forEach((split, node) => {
      if (split === undefined) return;
      features[first + node] = split.feature;
      splitBins[first + node] = split.bin;
      missingLeft[first + node] = split.missingLeft ? 1 : 0;
    });
    for (let index = 0; index < rows.length; index += 1) {
      const node = places[index] ?? 0;
      const feature = features[node] ?? -1;
      const bin = feature < 0 ? 0 : (bins[feature * rowCount + (rows[index] ?? 0)] ?? 0);
      places[index] = childOf(node, {
        feature,
        bin,
        splitBin: splitBins[node] ?? 0,
        missingLeft: missingLeft[node],
      });
    }
  }
  const sums = sumsOfNodes(places, learned, { first: nodeCount, count: nodeCount + 1 });
  const leaves = Float64Array.from(sums, ({ gradient, curvature }) =>
    curvature + limits.l2 > 0 ? -gradient / (curvature + limits.l2) : 0,
  );
  return { features, bins: splitBins, missingLeft, leaves };
}

/** Leaf that a row of bins ends in. */
export function leafOf(tree: GrownTree, { bins, rows }: BinnedFeatures, row: number): number {
  const nodeCount = tree.features.length;
  let node = 0;
  while (node < nodeCount) {
    const feature = tree.features[node] ?? -1;
    const bin = feature < 0 ? 0 : (bins[feature * rows + row] ?? 0);
    const splitBin = tree.bins[node] ?? 0;
    node = childOf(node, { feature, bin, splitBin, missingLeft: tree.missingLeft[node] });
  }
  return node - nodeCount;
}

interface Choice {
  readonly feature: number;
  readonly bin: number;
  readonly splitBin: number;
  readonly missingLeft: number | undefined;
}

function childOf(node: number, { feature, bin, splitBin, missingLeft }: Choice): number {
  const isLeft = feature < 0 || (bin === 0 ? missingLeft === 1 : bin <= splitBin);
  return 2 * node + (isLeft ? 1 : 2);
}

interface HistogramRows {
  readonly rows: Int32Array;
  /** Start of the bars of each row's node. */
  readonly starts: Int32Array;
  /** Of the feature: `[all rows]`. */
  readonly bins: Uint8Array;
  /** Of the learned rows, in their order. */
  readonly learned: Derivatives;
}

/** Adds the derivatives of each row to its node's bar: gradients and curvatures in turns. */
function addToHistogram(histogram: Float64Array, { rows, starts, bins, learned }: HistogramRows): void {
  const { gradients, curvatures } = learned;
  for (let index = 0; index < rows.length; index += 1) {
    const at = (starts[index] ?? 0) + 2 * (bins[rows[index] ?? 0] ?? 0);
    histogram[at] = (histogram[at] ?? 0) + (gradients[index] ?? 0);
    histogram[at + 1] = (histogram[at + 1] ?? 0) + (curvatures[index] ?? 0);
  }
}

function sumsOfNodes(
  places: Int32Array,
  { gradients, curvatures }: Derivatives,
  { first, count }: { readonly first: number; readonly count: number },
): Sums[] {
  const sums = new Float64Array(2 * count);
  for (let index = 0; index < places.length; index += 1) {
    const at = 2 * ((places[index] ?? 0) - first);
    sums[at] = (sums[at] ?? 0) + (gradients[index] ?? 0);
    sums[at + 1] = (sums[at + 1] ?? 0) + (curvatures[index] ?? 0);
  }
  return Array.from({ length: count }, (_, node) => ({
    gradient: sums[2 * node] ?? 0,
    curvature: sums[2 * node + 1] ?? 0,
  }));
}

/** @param bars gradients and curvatures by bin, in turns */
function bestSplit(
  bars: Float64Array,
  binCount: number,
  total: Sums,
  { minLeafWeight, l2 }: TreeLimits,
): Omit<Split, 'feature'> | undefined {
  if (total.curvature < 2 * minLeafWeight) return undefined;
  const worth = (gradient: number, curvature: number): number => (gradient * gradient) / (curvature + l2);
  const unsplit = worth(total.gradient, total.curvature);
  const missing: Sums = { gradient: bars[0] ?? 0, curvature: bars[1] ?? 0 };
  let best: Omit<Split, 'feature'> | undefined;
  for (const missingLeft of missing.curvature > 0 ? [true, false] : [true]) {
    let gradient = missingLeft ? missing.gradient : 0;
    let curvature = missingLeft ? missing.curvature : 0;
    for (let bin = 1; bin < binCount - 1; bin += 1) {
      gradient += bars[2 * bin] ?? 0;
      curvature += bars[2 * bin + 1] ?? 0;
      const otherCurvature = total.curvature - curvature;
      if (curvature < minLeafWeight || otherCurvature < minLeafWeight) continue;
      const gain = worth(gradient, curvature) + worth(total.gradient - gradient, otherCurvature) - unsplit;
      if (gain > (best?.gain ?? smallestGain)) best = { gain, bin, missingLeft };
    }
  }
  return best;
}

/** Below this a gain is a rounding error. */
const smallestGain = 1e-9;
