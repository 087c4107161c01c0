/** Random numbers that a seed reproduces. */
export interface Random {
  /** Even over 0 (inclusive) to 1 (exclusive). */
  uniform(): number;
  /** Even over `min` to `max`. */
  between(min: number, max: number): number;
  /** Normal, mean 0, standard deviation 1. */
  gaussian(): number;
}

/**
 * A Weyl sequence through a 32-bit finaliser (T. Ettinger's "mulberry32"), period 2^32: plenty for a
 * simulation, no use for secrets.
 * @param seed any whole number; its lower 32 bits count
 */
export function createRandom(seed: number): Random {
  let state = seed | 0;
  let spare: number | undefined;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  return {
    uniform,
    between: (min, max) => min + (max - min) * uniform(),
    /** Marsaglia's polar method: two values from one pass, no sine or cosine. */
    gaussian: () => {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      for (;;) {
        const u = 2 * uniform() - 1;
        const v = 2 * uniform() - 1;
        const squared = u * u + v * v;
        if (squared >= 1 || squared === 0) continue;
        const scale = Math.sqrt((-2 * Math.log(squared)) / squared);
        spare = v * scale;
        return u * scale;
      }
    },
  };
}

/** Seeds of independent streams (rhythm, noise, ...) from one seed and a stream number. */
export function streamSeed(seed: number, stream: number): number {
  return Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(stream + 1, 0xc2b2ae35);
}
