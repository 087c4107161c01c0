/** Makes the median absolute deviation of a normal distribution its standard deviation: 1 / Φ⁻¹(3/4). */
export const madToSigma = 1.4826;

/** Centre and width of a log-normal distribution: of the values' natural logarithms. */
export interface LogNormalFit {
  readonly centre: number;
  readonly sigma: number;
}

/**
 * Fits by median and median absolute deviation of the logarithms, which a few odd values do not move.
 * @param values one or more, each above 0
 */
export function fitLogNormal(values: ArrayLike<number>): LogNormalFit {
  const logs = Array.from(values, Math.log);
  const centre = median(logs);
  return { centre, sigma: madToSigma * median(logs.map((value) => Math.abs(value - centre))) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
