import { TimescaleError } from '../errors.ts';

/** Samples of a beat as they are stored: whole counts of a step, each as the difference to the one before. */
export interface BeatShape {
  /** What one count stands for, in the unit of the preprocessing. */
  readonly step: number;
  readonly deltas: Uint8Array;
}

/** A microvolt, and a thousandth of a standard deviation: a fifth of what devices resolve. */
const steps: Readonly<Record<string, number>> = {
  'r-window-88-microvolts': 1,
  'rr-140-zscore': 1 / 1024,
};
const otherStep = 1 / 1024;

/** @param samples of a magnitude below 2^30 steps */
export function packShape(preprocessing: string, samples: Float32Array): BeatShape {
  const step = steps[preprocessing] ?? otherStep;
  const bytes: number[] = [];
  let before = 0;
  for (const sample of samples) {
    const count = Math.round(sample / step);
    const delta = count - before;
    before = count;
    // Zigzag: small numbers of either sign become small ones without.
    let rest = delta >= 0 ? 2 * delta : -2 * delta - 1;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
    bytes.push(rest);
  }
  return { step, deltas: Uint8Array.from(bytes) };
}

/**
 * Samples to within half a step.
 * @throws TimescaleError where the last number is cut off
 */
export function unpackShape({ step, deltas }: BeatShape): Float32Array {
  const samples: number[] = [];
  let count = 0;
  let value = 0;
  let place = 1;
  for (const byte of deltas) {
    value += (byte % 128) * place;
    place *= 128;
    if (byte >= 128) continue;
    count += value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    samples.push(count * step);
    value = 0;
    place = 1;
  }
  if (place !== 1) throw new TimescaleError('beat_shape.deltas end within a number', { code: 'value' });
  return Float32Array.from(samples);
}
