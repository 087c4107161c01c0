/** Random numbers that are the same for the same seed on every machine. Not for secrets. */
export interface SeededRandom {
  /** Uniform in [0, 1), with a resolution of 32 bits. */
  next(): number;
  /** Uniform in [low, high). */
  uniform(low: number, high: number): number;
  /** Normal, with mean 0 and standard deviation 1. */
  normal(): number;
  /** 0 to length - 1 in random order. */
  permutation(length: number): Uint32Array;
}

/** Shuffles by Fisher and Yates, as Durstenfeld wrote it (1964). */
export function permutation(length: number, next: () => number): Uint32Array {
  const order = Uint32Array.from({ length }, (_, index) => index);
  for (let last = length - 1; last > 0; last -= 1) {
    const other = Math.floor(next() * (last + 1));
    const kept = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
}
