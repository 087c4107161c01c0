/** Recent pulses of a patient's pacemaker, epoch microseconds. */
export class Pulses {
  readonly #keepUs: number;
  #timesUs: readonly number[] = [];

  /** @param keepSeconds how much of the past to keep */
  constructor(keepSeconds: number) {
    this.#keepUs = keepSeconds * 1e6;
  }

  /** In order of time. */
  get timesUs(): readonly number[] {
    return this.#timesUs;
  }

  add(timesUs: readonly number[]): void {
    const newestUs = timesUs.at(-1);
    if (newestUs === undefined) return;
    // What lies far from the newest is too old, or of a clock that was set back since.
    this.#timesUs = [...new Set([...this.#timesUs, ...timesUs])]
      .filter((timeUs) => Math.abs(newestUs - timeUs) <= this.#keepUs)
      .sort((a, b) => a - b);
  }

  clear(): void {
    this.#timesUs = [];
  }
}
