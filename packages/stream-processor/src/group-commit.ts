import { failureOf } from './failure.ts';

interface Waiting<Item> {
  readonly items: readonly Item[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommitOptions {
  /** Items in one effect, except where a single call has more. Default 2000. */
  readonly maxItems?: number;
  /** How long the first call waits for others while no effect runs, unless `maxItems` are reached. Default 0. */
  readonly gatherMs?: number;
}

/**
 * Combines the items of concurrent callers into bulk effects: while one effect runs, the next one gathers, so that batches
 * grow with the load and an idle system does not wait. Where an effect fails for another reason than an outage, each
 * caller's items are tried alone, so that only the caller whose items are refused hears of it.
 */
export class GroupCommit<Item> {
  readonly #effect: (items: readonly Item[]) => Promise<void>;
  readonly #maxItems: number;
  readonly #gatherMs: number;
  #waiting: Waiting<Item>[] = [];
  #running = false;
  #full: () => void = () => undefined;

  constructor(effect: (items: readonly Item[]) => Promise<void>, options: GroupCommitOptions = {}) {
    this.#effect = effect;
    this.#maxItems = options.maxItems ?? 2000;
    this.#gatherMs = options.gatherMs ?? 0;
  }

  /** Resolves once the effect that holds these items is done. */
  add(items: readonly Item[]): Promise<void> {
    if (items.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ items, resolve, reject });
      if (this.#countWaiting() >= this.#maxItems) this.#full();
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    await this.#gather();
    while (this.#waiting.length > 0) {
      await this.#settle(this.#nextGroup());
    }
    this.#running = false;
  }

  async #settle(group: readonly Waiting<Item>[]): Promise<void> {
    try {
      await this.#effect(group.flatMap(({ items }) => items));
      for (const { resolve } of group) resolve();
    } catch (error) {
      if (group.length > 1 && failureOf(error) !== 'outage') {
        for (const one of group) await this.#settle([one]);
      } else for (const { reject } of group) reject(error);
    }
  }

  /** Waits at least one iteration of the event loop, so that concurrent callers share the first effect. */
  #gather(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#gatherMs === 0) {
        setImmediate(resolve);
        return;
      }
      const timer = setTimeout(resolve, this.#gatherMs);
      this.#full = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #countWaiting(): number {
    return this.#waiting.reduce((count, { items }) => count + items.length, 0);
  }

  #nextGroup(): Waiting<Item>[] {
    let count = 0;
    let taken = 0;
    for (const { items } of this.#waiting) {
      if (taken > 0 && count + items.length > this.#maxItems) break;
      count += items.length;
      taken += 1;
    }
    return this.#waiting.splice(0, taken);
  }
}
