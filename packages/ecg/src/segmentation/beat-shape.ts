import { beatSampleCount } from '@beatwatch/contracts';

/** A ring of samples: sample n lies at n modulo the ring's length. A plain array works as one that never wraps. */
export type SampleRing = Float32Array | Float64Array | Int16Array;

/**
 * Cuts the signal between two R peaks and brings it into the form of ECG5000 (`rr-140-zscore`): 140 values, the
 * first on the first R peak and the last on the next, by linear interpolation; mean 0 and standard deviation 1.
 * The deviation has n - 1 in its divisor: so it is 1.0000 in every row of ECG5000.
 *
 * @param from sample number of the R peak; `to` of the next, or of the last sample to take; still in the ring.
 * @returns 140 dimensionless values; `undefined` where the segment is flat and has no shape.
 */
export function rrShape(ring: SampleRing, from: number, to: number): Float32Array | undefined {
  const shape = new Float32Array(beatSampleCount);
  const step = (to - from) / (beatSampleCount - 1);
  let sum = 0;
  for (let index = 0; index < beatSampleCount; index += 1) {
    const position = from + index * step;
    const whole = Math.min(Math.floor(position), to - 1);
    const share = position - whole;
    const value =
      (1 - share) * (ring[whole % ring.length] ?? 0) + share * (ring[(whole + 1) % ring.length] ?? 0);
    shape[index] = value;
    sum += value;
  }
  const mean = sum / beatSampleCount;
  let squares = 0;
  for (let index = 0; index < beatSampleCount; index += 1) {
    const deviation = (shape[index] ?? 0) - mean;
    squares += deviation * deviation;
  }
  const standardDeviation = Math.sqrt(squares / (beatSampleCount - 1));
  // Rounding alone leaves some 1e-7 of the level on a flat line.
  if (!(standardDeviation > 1e-6 * Math.max(1, Math.abs(mean)))) return undefined;
  for (let index = 0; index < beatSampleCount; index += 1) {
    shape[index] = ((shape[index] ?? 0) - mean) / standardDeviation;
  }
  return shape;
}
