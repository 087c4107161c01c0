/** A measured value at a time. */
export interface Sample {
  readonly seconds: number;
  readonly value: number;
}

/**
 * Slope of the line of least squares through the samples of the last part of a run, when caches are filled.
 * @param lastShare part of the time that counts, 0 to 1
 * @returns per hour; 0 for fewer than three samples
 */
export function slopePerHour(samples: readonly Sample[], lastShare = 0.5): number {
  const end = samples.at(-1)?.seconds ?? 0;
  const begin = samples[0]?.seconds ?? 0;
  const counted = samples.filter(({ seconds }) => seconds >= end - (end - begin) * lastShare);
  if (counted.length < 3) return 0;
  const meanSeconds = counted.reduce((sum, { seconds }) => sum + seconds, 0) / counted.length;
  const meanValue = counted.reduce((sum, { value }) => sum + value, 0) / counted.length;
  let covariance = 0;
  let variance = 0;
  for (const { seconds, value } of counted) {
    covariance += (seconds - meanSeconds) * (value - meanValue);
    variance += (seconds - meanSeconds) ** 2;
  }
  return variance === 0 ? 0 : (covariance / variance) * 3600;
}
