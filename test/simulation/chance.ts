import { createSeededRandom } from '@beatwatch/statistics';

/** Draws of one simulation: the same seed gives the same draws. */
export class Chance {
  readonly #random: ReturnType<typeof createSeededRandom>;

  constructor(seed: number) {
    this.#random = createSeededRandom(seed);
  }

  /** Uniform in [0, 1). */
  next(): number {
    return this.#random.next();
  }

  /** True with this probability. */
  happens(probability: number): boolean {
    return this.#random.next() < probability;
  }

  /** Uniform in [low, high), whole milliseconds. */
  ms(low: number, high: number): number {
    return Math.floor(this.#random.uniform(low, high));
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.#random.next() * (high - low + 1));
  }

  /** One of the items, each as likely. */
  pick<Item>(items: readonly Item[]): Item {
    return items[this.whole(0, items.length - 1)]!;
  }
}
