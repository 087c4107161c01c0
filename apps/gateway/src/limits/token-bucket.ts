/** Limits how often something happens: bursts up to a number, and on average a rate. */
export class TokenBucket {
  readonly #burst: number;
  readonly #perSecond: number;
  readonly #now: () => number;
  #left: number;
  #readMs: number;

  /** @param now milliseconds; a clock that goes back gives nothing */
  constructor(rate: { readonly burst: number; readonly perSecond: number }, now: () => number) {
    this.#burst = rate.burst;
    this.#perSecond = rate.perSecond;
    this.#now = now;
    this.#left = rate.burst;
    this.#readMs = now();
  }

  /** @returns false, and takes nothing, where fewer than `amount` are left */
  take(amount = 1): boolean {
    const nowMs = this.#now();
    const gained = (Math.max(0, nowMs - this.#readMs) * this.#perSecond) / 1000;
    this.#readMs = nowMs;
    this.#left = Math.min(this.#burst, this.#left + gained);
    if (this.#left < amount) return false;
    this.#left -= amount;
    return true;
  }
}
