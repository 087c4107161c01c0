import { beatSampleCount, newMicrovolts } from '@beatwatch/contracts';
import { slotOf } from '../packed/ring.ts';

/** Ring of samples: sample n is at index n modulo the ring's length. A plain array is a ring that never wraps. */
export type SampleRing = Float32Array | Float64Array | Int16Array;

/**
 * Cuts the signal between two R peaks and scales it as in ECG5000 (`rr-140-zscore`): 140 values from one R peak to the
 * next by linear interpolation, with mean 0 and standard deviation 1. The divisor of the variance is n - 1, which gives
 * 1.0000 for every row of ECG5000.
 * @param from sample number of the R peak, still in the ring
 * @param to sample number of the next R peak, or of the last sample to include
 * @returns 140 dimensionless values; undefined if the signal is flat
 */
export function rrShape(ring: SampleRing, from: number, to: number): Float32Array | undefined {
  const shape = newMicrovolts(beatSampleCount);
  const { length } = ring;
  const fromSlot = slotOf(from, length);
  const step = (to - from) / (beatSampleCount - 1);
  let sum = 0;
  for (let index = 0; index < beatSampleCount; index += 1) {
    const position = from + index * step;
    const whole = Math.min(Math.floor(position), to - 1);
    const share = position - whole;
    let slot = fromSlot + (whole - from);
    if (slot >= length) slot -= length;
    const value = (1 - share) * (ring[slot] ?? 0) + share * (ring[slot + 1 === length ? 0 : slot + 1] ?? 0);
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
  // Rounding leaves about 1e-7 of the level on a flat line.
  if (!(standardDeviation > 1e-6 * Math.max(1, Math.abs(mean)))) return undefined;
  for (let index = 0; index < beatSampleCount; index += 1) {
    shape[index] = ((shape[index] ?? 0) - mean) / standardDeviation;
  }
  return shape;
}
