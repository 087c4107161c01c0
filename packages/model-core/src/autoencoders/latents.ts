import { createSeededRandom } from '@beatwatch/statistics';

/**
 * Codes drawn from the standard normal distribution, which a variational autoencoder's codes are drawn towards.
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
 * Codes on the straight line from one to another, both ends included.
 * @param from of the length of `to`
 * @param count 2 or more
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
