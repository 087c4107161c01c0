/** Sampling rate of the analysis, Hz: three values for a wave of 20 Hz, the upper end of its band. */
export const analysisRateHz = 62.5;

/** Number of values of a window at the analysis rate: 3.2 s. */
export const windowLength = 200;

/** Copies the ring's values, oldest first, and subtracts their mean. */
export function unroll(ring: Float32Array, start: number, values: Float64Array): void {
  let sum = 0;
  let slot = start;
  for (let index = 0; index < windowLength; index += 1) {
    const value = ring[slot] ?? 0;
    slot = slot + 1 === windowLength ? 0 : slot + 1;
    values[index] = value;
    sum += value;
  }
  const mean = sum / windowLength;
  for (let index = 0; index < windowLength; index += 1) values[index] = (values[index] ?? 0) - mean;
}

export function rootMeanSquare(values: Float64Array): number {
  let power = 0;
  for (let index = 0; index < windowLength; index += 1) {
    const value = values[index] ?? 0;
    power += value * value;
  }
  return Math.sqrt(power / windowLength);
}
