import { ApiError } from '../errors.ts';

/** The share of one request in the memory for uploads. */
export interface MemoryLease {
  /** @throws ApiError (`busy`) where all requests together would exceed the budget */
  take(bytes: number): void;
  /** Returns the whole share; safe to call twice. */
  release(): void;
}

/** Counts the uploads in memory; a request beyond the budget is refused with `Retry-After`. */
export class MemoryBudget {
  readonly #maxBytes: number;
  #heldBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  lease(): MemoryLease {
    let mine = 0;
    return {
      take: (bytes) => {
        if (this.#heldBytes + bytes > this.#maxBytes) {
          throw new ApiError('busy', 'Too many uploads are in memory: send the same request again.', {
            retryAfterSeconds: 5,
          });
        }
        this.#heldBytes += bytes;
        mine += bytes;
      },
      release: () => {
        this.#heldBytes -= mine;
        mine = 0;
      },
    };
  }
}
