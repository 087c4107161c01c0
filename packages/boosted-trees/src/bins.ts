/** Features cut into bins: bin 0 is missing, bin b holds the values up to edge b - 1, the last one all above. */
export interface BinnedFeatures {
  readonly rows: number;
  readonly columns: number;
  /** `[columns × rows]`, column by column. */
  readonly bins: Uint8Array;
  /** Edges of each column, ascending; a column of n edges has the bins 0 to n + 1. */
  readonly edges: readonly Float32Array[];
}

const mostEdges = 62;
/** Bins of the widest column, the missing one included. */
export const mostBins = mostEdges + 2;
/** Values that the edges are found from. */
const sampledValues = 20_000;

/**
 * Cuts each column at its quantiles.
 * @param features `[rows × columns]`, row by row; NaN is a missing value
 */
export function binFeatures(features: Float32Array, columns: number): BinnedFeatures {
  const rows = features.length / columns;
  const bins = new Uint8Array(features.length);
  const edges: Float32Array[] = [];
  for (let column = 0; column < columns; column += 1) {
    const values = new Float32Array(rows);
    for (let row = 0; row < rows; row += 1) values[row] = features[row * columns + column] ?? Number.NaN;
    const columnEdges = edgesOf(values);
    edges.push(columnEdges);
    values.forEach((value, row) => {
      bins[column * rows + row] = Number.isNaN(value) ? 0 : 1 + edgesBelow(columnEdges, value);
    });
  }
  return { rows, columns, bins, edges };
}

/** Edges that most of the splits between distinct values can be told by. */
function edgesOf(values: Float32Array): Float32Array {
  const step = Math.max(1, Math.floor(values.length / sampledValues));
  const sorted = values.filter((value, row) => row % step === 0 && !Number.isNaN(value)).sort();
  const edges: number[] = [];
  for (let edge = 1; edge <= mostEdges; edge += 1) {
    const value = sorted[Math.floor((edge * sorted.length) / (mostEdges + 1))];
    if (value !== undefined && value !== edges.at(-1) && value < (sorted.at(-1) ?? value)) edges.push(value);
  }
  return Float32Array.from(edges);
}

/** Number of edges below a value. */
function edgesBelow(edges: Float32Array, value: number): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
