import { ApiError } from '../errors.ts';

/** Limits the number of jobs and of uploads with many files at the same time; never waits. */
export class Semaphore {
  readonly #permits: number;
  readonly #retryAfterSeconds: () => number;
  #taken = 0;

  constructor(permits: number, retryAfterSeconds: () => number) {
    this.#permits = permits;
    this.#retryAfterSeconds = retryAfterSeconds;
  }

  get taken(): number {
    return this.#taken;
  }

  /**
   * @returns a function that releases the permit; safe to call twice
   * @throws ApiError (`busy`)
   */
  acquire(): () => void {
    if (this.#taken >= this.#permits) {
      throw new ApiError('busy', `${this.#taken} jobs are unfinished: send the same request again.`, {
        retryAfterSeconds: this.#retryAfterSeconds(),
      });
    }
    this.#taken += 1;
    let held = true;
    return () => {
      if (held) this.#taken -= 1;
      held = false;
    };
  }
}
