import { ApiError } from '../errors.ts';

/** What one request holds of the memory for uploads. */
export interface MemoryLease {
  /** @throws ApiError (`busy`) where all requests together would hold too much */
  take(bytes: number): void;
  /** Gives everything back; safe to call twice. */
  release(): void;
}

/** Keeps count of the uploads in memory, so that many large ones at a time are told to come again. */
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
          throw new ApiError('busy', 'Too many uploads are in memory: send the same again.', {
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
