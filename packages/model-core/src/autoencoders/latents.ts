import { createSeededRandom } from '@beatwatch/statistics';

/**
 * Codes drawn from the standard normal distribution, the prior of a variational autoencoder.
 * @returns `[count * latentSize]`, the same for the same seed
 */
export function priorLatents(options: {
  readonly count: number;
  readonly latentSize: number;
  readonly seed: number;
}): Float32Array {
  const random = createSeededRandom(options.seed);
  return Float32Array.from({ length: options.count * options.latentSize }, () => random.normal());
}

/**
 * Codes in equal steps on the straight line between two codes, both included.
 * @param from first code, of the same length as `to`
 * @param count number of codes, 2 or more
 * @returns `[count * latentSize]`
 */
export function latentWalk(from: Float32Array, to: Float32Array, count: number): Float32Array {
  const walk = new Float32Array(count * from.length);
  for (let step = 0; step < count; step++) {
    const share = step / (count - 1);
    from.forEach((start, unit) => {
      walk[step * from.length + unit] = (1 - share) * start + share * (to[unit] ?? Number.NaN);
    });
  }
  return walk;
}
