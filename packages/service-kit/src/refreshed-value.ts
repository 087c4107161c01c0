export interface RefreshedValueOptions<Value> {
  readonly read: () => Promise<Value>;
  /** Age from which it is read again before it is used. */
  readonly maxAgeMs: number;
  /** Longest wait for that; what is known is used then. Default 1000. */
  readonly waitMs?: number;
  readonly onFailure: (error: unknown) => void;
  /** Milliseconds that only go forward. Default: the process's. */
  readonly now?: () => number;
}

/**
 * A value of the database that requests are decided by: read again where it is old, once for all who ask. While it cannot be
 * read, the last one is used.
 */
export class RefreshedValue<Value> {
  readonly #options: Required<RefreshedValueOptions<Value>>;
  #value: Value | undefined;
  #triedMs = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;

  constructor(options: RefreshedValueOptions<Value>) {
    this.#options = { waitMs: 1000, now: () => performance.now(), ...options };
  }

  /** What is known, however old. */
  get known(): Value | undefined {
    return this.#value;
  }

  /**
   * @param maxAgeMs Default: that of the options
   * @returns undefined where it could never be read
   */
  async current(maxAgeMs = this.#options.maxAgeMs): Promise<Value | undefined> {
    if (this.#options.now() - this.#triedMs < maxAgeMs) return this.#value;
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    await this.#withinWait(this.#reading);
    return this.#value;
  }

  async #read(): Promise<void> {
    const begunMs = this.#options.now();
    try {
      this.#value = await this.#options.read();
    } catch (error) {
      this.#options.onFailure(error);
    }
    this.#triedMs = begunMs;
  }

  async #withinWait(reading: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        this.#triedMs = this.#options.now();
        resolve();
      }, this.#options.waitMs);
    });
    await Promise.race([reading, late]);
    clearTimeout(timer);
  }
}
