/** The signal is looked at in a band up to 20 Hz: three values for its fastest wave. */
export const analysisRateHz = 62.5;

/** Values of a window at the analysis rate: 3.2 s. */
export const windowLength = 200;

/** The ring's values, oldest first, with their mean taken away. */
export function unroll(ring: Float32Array, start: number, values: Float64Array): void {
  let sum = 0;
  for (let index = 0; index < windowLength; index += 1) {
    const value = ring[(start + index) % windowLength] ?? 0;
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
