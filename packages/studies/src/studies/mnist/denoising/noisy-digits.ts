import { createSeededRandom } from '@beatwatch/statistics';
import type { DigitSet } from '../mnist.ts';
import { noiseKinds, withNoise, type NoiseKind, type NoiseLevels } from '../noise.ts';

/** A digit, clean and noisy, with the kind of noise; pixels 0 to 1. */
export interface NoisyDigit {
  readonly clean: Float32Array;
  readonly noisy: Float32Array;
  readonly kind: NoiseKind;
}

/** Adds the kinds of noise to digits alternately, so that each gets half of them. */
export function withAlternatingNoise({ images }: DigitSet, levels: NoiseLevels, seed: number): NoisyDigit[] {
  const random = createSeededRandom(seed);
  return images.map((clean, index) => {
    const kind = noiseKinds[index % noiseKinds.length] ?? 'gaussian';
    return { clean, kind, noisy: withNoise(clean, kind, random, levels) };
  });
}

/** The first few digits of each noise, for pictures. */
export function firstOfEachKind<D extends NoisyDigit>(digits: readonly D[], count: number): D[] {
  return noiseKinds.flatMap((kind) => digits.filter((digit) => digit.kind === kind).slice(0, count));
}
