/** Converts the median absolute deviation of a normal distribution to its standard deviation: 1 / Φ⁻¹(3/4). */
export const madToSigma = 1.4826;

const ascending = (values: ArrayLike<number>): Float64Array => Float64Array.from(values).sort();

/** The middle value, or the mean of the two middle ones; NaN of no values. */
export function median(values: ArrayLike<number>): number {
  const sorted = ascending(values);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** The middle value, or the larger of the two middle ones: always one of the values; `undefined` of no values. */
export function upperMedian(values: ArrayLike<number>): number | undefined {
  return ascending(values)[values.length >> 1];
}

/** Median of the absolute deviations from `centre`. Times `madToSigma` it is a robust standard deviation. */
export function medianAbsoluteDeviation(values: ArrayLike<number>, centre = median(values)): number {
  return median(Array.from(values, (value) => Math.abs(value - centre)));
}

/** The smallest value at which half of the total weight is reached; NaN of no values. */
export function weightedMedian(values: readonly number[], weights: readonly number[]): number {
  const order = values.map((_, index) => index).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const half = weights.reduce((sum, weight) => sum + weight, 0) / 2;
  let passed = 0;
  for (const index of order) {
    passed += weights[index] ?? 0;
    if (passed >= half) return values[index] ?? Number.NaN;
  }
  return Number.NaN;
}
