import { selected } from './selected.ts';

/** Converts the median absolute deviation of a normal distribution to its standard deviation: 1 / Φ⁻¹(3/4). */
export const madToSigma = 1.4826;

/** The middle value, or the mean of the two middle ones; NaN of no values. */
export function median(values: ArrayLike<number>): number {
  const { value, before } = selected(values, values.length >> 1);
  return values.length % 2 === 1 ? value : (value + before) / 2;
}

/** The middle value, or the larger of the two middle ones: always one of the values; `undefined` of no values. */
export function upperMedian(values: ArrayLike<number>): number | undefined {
  return values.length === 0 ? undefined : selected(values, values.length >> 1).value;
}

/** Median of the absolute deviations from `centre`. Times `madToSigma` it is a robust standard deviation. */
export function medianAbsoluteDeviation(values: ArrayLike<number>, centre = median(values)): number {
  const deviations = new Float64Array(values.length);
  for (let index = 0; index < values.length; index += 1)
    deviations[index] = Math.abs((values[index] ?? Number.NaN) - centre);
  return median(deviations);
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
