import { permutation, type SeededRandom } from './seeded-random.ts';

/**
 * Tommy Ettinger's "mulberry32", a Weyl sequence through a 32-bit finaliser with a period of 2^32: what synthetic ECGs
 * are drawn with. Its normal numbers need no sine or cosine (Marsaglia's polar method), and are the same as ever for a
 * seed, so that a synthetic patient stays the same patient.
 * @param seed integer; its lowest 32 bits count
 */
export function createMulberryRandom(seed: number): SeededRandom {
  let state = seed | 0;
  let spare: number | undefined;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  return {
    next,
    uniform: (low, high) => low + (high - low) * next(),
    normal: () => {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      for (;;) {
        const u = 2 * next() - 1;
        const v = 2 * next() - 1;
        const squared = u * u + v * v;
        if (squared >= 1 || squared === 0) continue;
        const scale = Math.sqrt((-2 * Math.log(squared)) / squared);
        spare = v * scale;
        return u * scale;
      }
    },
    permutation: (length) => permutation(length, next),
  };
}

/** Seeds of independent streams (rhythm, noise, …) from one seed and the stream's number. */
export function streamSeed(seed: number, stream: number): number {
  return Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(stream + 1, 0xc2b2ae35);
}
