import { ApiError } from '../errors.ts';

export interface WorkQueueOptions {
  /** Works that go on at a time. */
  readonly concurrency: number;
  /** Works that may wait, beside those that are sure of their turn. */
  readonly maxWaiting: number;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

export interface WorkOptions {
  readonly signal: AbortSignal;
  /** Waits however many are waiting: for files of a job that was taken already. Default false. */
  readonly sure?: boolean;
}

interface Waiting {
  readonly begin: () => void;
  readonly sure: boolean;
}

/**
 * Lets a few works go on at a time, in the order in which they came. A job has one file in it at a time, so a single
 * file waits for one file of each job at most.
 */
export class WorkQueue {
  readonly #options: WorkQueueOptions;
  readonly #waiting: Waiting[] = [];
  #running = 0;
  /** Of late, with older works counting less and less. */
  #meanMs = 1000;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  get running(): number {
    return this.#running;
  }

  /**
   * @throws ApiError (`busy`) where too many wait; the signal's reason where it ends the waiting
   */
  async run<T>(work: () => Promise<T>, { signal, sure = false }: WorkOptions): Promise<T> {
    await this.#turn(signal, sure);
    const began = this.#options.now();
    try {
      return await work();
    } finally {
      this.#meanMs += 0.2 * (this.#options.now() - began - this.#meanMs);
      this.#running -= 1;
      this.#next();
    }
  }

  /** A guess at when there will be room again: at least 1 s, at most 2 minutes. */
  retryAfterSeconds(): number {
    const ahead = this.#waiting.length + this.#running;
    const seconds = Math.ceil((ahead * this.#meanMs) / this.#options.concurrency / 1000);
    return Math.min(120, Math.max(1, seconds));
  }

  async #turn(signal: AbortSignal, sure: boolean): Promise<void> {
    signal.throwIfAborted();
    if (this.#running < this.#options.concurrency) {
      this.#running += 1;
      return;
    }
    if (!sure && this.#waiting.filter((one) => !one.sure).length >= this.#options.maxWaiting) {
      throw new ApiError('busy', 'Too many files wait for their turn: send the same again.', {
        retryAfterSeconds: this.retryAfterSeconds(),
      });
    }
    await new Promise<void>((resolve, reject) => {
      const giveUp = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        reject(signal.reason as Error);
      };
      const entry = {
        sure,
        begin: (): void => {
          signal.removeEventListener('abort', giveUp);
          this.#running += 1;
          resolve();
        },
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.push(entry);
    });
  }

  #next(): void {
    if (this.#running < this.#options.concurrency) this.#waiting.shift()?.begin();
  }
}
