import { ApiError } from '../errors.ts';

export interface WorkQueueOptions {
  /** Tasks that run at the same time. */
  readonly concurrency: number;
  /** Tasks that may wait, besides those that are always admitted. */
  readonly maxWaiting: number;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

export interface WorkOptions {
  readonly signal: AbortSignal;
  /** Admitted however long the queue is: for files of a job that was accepted already. Default false. */
  readonly alwaysAdmitted?: boolean;
}

interface Waiting {
  readonly begin: () => void;
  readonly alwaysAdmitted: boolean;
}

/**
 * Runs a few tasks at a time, in order of arrival. A job has one file in the queue at a time, so a single file waits for
 * at most one file of each job.
 */
export class WorkQueue {
  readonly #options: WorkQueueOptions;
  readonly #waiting: Waiting[] = [];
  #running = 0;
  /** Exponential moving average of a task's duration. */
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
   * @throws ApiError (`busy`) where the queue is full; the signal's reason where it aborts the wait
   */
  async run<T>(work: () => Promise<T>, { signal, alwaysAdmitted = false }: WorkOptions): Promise<T> {
    await this.#waitForTurn(signal, alwaysAdmitted);
    const began = this.#options.now();
    try {
      return await work();
    } finally {
      this.#meanMs += 0.2 * (this.#options.now() - began - this.#meanMs);
      this.#running -= 1;
      this.#next();
    }
  }

  /** Estimated time until the queue has room: 1 to 120 s. */
  retryAfterSeconds(): number {
    const ahead = this.#waiting.length + this.#running;
    const seconds = Math.ceil((ahead * this.#meanMs) / this.#options.concurrency / 1000);
    return Math.min(120, Math.max(1, seconds));
  }

  async #waitForTurn(signal: AbortSignal, alwaysAdmitted: boolean): Promise<void> {
    signal.throwIfAborted();
    if (this.#running < this.#options.concurrency) {
      this.#running += 1;
      return;
    }
    if (
      !alwaysAdmitted &&
      this.#waiting.filter((one) => !one.alwaysAdmitted).length >= this.#options.maxWaiting
    ) {
      throw new ApiError('busy', 'Too many files are waiting: send the same request again.', {
        retryAfterSeconds: this.retryAfterSeconds(),
      });
    }
    await new Promise<void>((resolve, reject) => {
      const giveUp = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        reject(signal.reason as Error);
      };
      const entry = {
        alwaysAdmitted,
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
