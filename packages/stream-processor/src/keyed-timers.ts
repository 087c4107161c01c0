/** At most one timer for each key. */
export class KeyedTimers {
  readonly #timers = new Map<number, NodeJS.Timeout>();

  /** Calls `task` in `inMs`, unless a call for the key is due already. */
  schedule(key: number, inMs: number, task: () => void): void {
    if (this.#timers.has(key)) return;
    const timer = setTimeout(() => {
      this.#timers.delete(key);
      task();
    }, inMs);
    this.#timers.set(key, timer);
  }

  cancel(key: number): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
  }

  cancelAll(): void {
    for (const key of [...this.#timers.keys()]) this.cancel(key);
  }
}
