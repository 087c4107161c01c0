import { createHash } from 'node:crypto';

/**
 * A number from 0 to 2^48 - 1 for a seed and a name: an order by it is random, and each name keeps its place whatever
 * others come and go.
 */
export function orderOf(seed: number, ...name: readonly (string | number)[]): number {
  return createHash('sha256')
    .update(JSON.stringify([seed, ...name]))
    .digest()
    .readUIntBE(0, 6);
}

interface Ordered<Item> {
  readonly order: number;
  readonly item: Item;
}

/** Keeps the items of smallest order among all that are offered: a draw without replacement in one pass. */
export class SmallestOrders<Item> {
  readonly #most: number;
  #kept: Ordered<Item>[] = [];
  #limit = Number.POSITIVE_INFINITY;

  /** @param most items kept, 1 or more */
  constructor(most: number) {
    this.#most = most;
  }

  offer(order: number, item: Item): void {
    if (order >= this.#limit) return;
    this.#kept.push({ order, item });
    if (this.#kept.length >= 2 * this.#most) this.#drop();
  }

  /** In ascending order. */
  get items(): readonly Item[] {
    this.#drop();
    return this.#kept.map(({ item }) => item);
  }

  #drop(): void {
    this.#kept = this.#kept.sort((a, b) => a.order - b.order).slice(0, this.#most);
    if (this.#kept.length === this.#most) this.#limit = this.#kept.at(-1)?.order ?? this.#limit;
  }
}
