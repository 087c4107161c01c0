import { ApiError } from '../errors.ts';

/** Lets so many long works be under way: jobs, and uploads of many files. */
export class Semaphore {
  readonly #most: number;
  readonly #retryAfterSeconds: () => number;
  #taken = 0;

  constructor(most: number, retryAfterSeconds: () => number) {
    this.#most = most;
    this.#retryAfterSeconds = retryAfterSeconds;
  }

  get taken(): number {
    return this.#taken;
  }

  /**
   * @returns gives the slot back; safe to call twice
   * @throws ApiError (`busy`)
   */
  take(): () => void {
    if (this.#taken >= this.#most) {
      throw new ApiError('busy', `${this.#taken} jobs are not done yet: send the same again.`, {
        retryAfterSeconds: this.#retryAfterSeconds(),
      });
    }
    this.#taken += 1;
    let mine = true;
    return () => {
      if (mine) this.#taken -= 1;
      mine = false;
    };
  }
}
