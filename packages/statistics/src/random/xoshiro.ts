import { permutation, type SeededRandom } from './seeded-random.ts';

const rotateLeft = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));

/** Spreads a seed over a generator's state; source: Steele, Lea, Flood, "Fast splittable PRNGs", 2014 (32-bit mixer of MurmurHash3). */
function* mixedWords(seed: number): Generator<number, never> {
  for (let counter = seed >>> 0; ;) {
    counter = (counter + 0x9e3779b9) >>> 0;
    let word = counter;
    word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
    yield (word ^ (word >>> 16)) >>> 0;
  }
}

/** One seed from several integers, such as a run's seed, an epoch and an example's index. */
export function seedFrom(...numbers: readonly number[]): number {
  return numbers.reduce((seed, number) => mixedWords(seed ^ mixedWords(number).next().value).next().value, 0);
}

/**
 * xoshiro128** (Blackman, Vigna, 2021), with a period of 2^128: what models are trained and sampled with.
 * @param seed integer; its lowest 32 bits count
 */
export function createSeededRandom(seed: number): SeededRandom {
  const words = mixedWords(seed);
  let [a, b, c, d] = [words.next().value, words.next().value, words.next().value, words.next().value];

  const next = (): number => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result / 2 ** 32;
  };

  return {
    next,
    uniform: (low, high) => low + (high - low) * next(),
    // Box and Muller, 1958; 1 - next() keeps the logarithm's argument above zero.
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    permutation: (length) => permutation(length, next),
  };
}
