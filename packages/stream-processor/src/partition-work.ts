import { PartitionMutex } from './partition-mutex.ts';

export interface PartitionWorkOptions {
  /** Drops what is in memory of a partition whose work has failed. */
  readonly forget: (partition: number) => void;
  /** True where the processor stops: then an error is no failure. */
  readonly isStopping: () => boolean;
}

/** The partitions that this process owns, and what is done with each of them, one task at a time. */
export class PartitionWork {
  readonly #options: PartitionWorkOptions;
  readonly #mutex = new PartitionMutex();
  /** Partitions whose work has failed: what memory held of them is dropped, and the log is not read again from there. */
  readonly #lost = new Set<number>();
  #owned: readonly number[] = [];
  #assignments = 0;
  #isReleased = false;
  #hasFailed = false;
  #fail: (error: unknown) => void = () => undefined;
  /** Resolves with the error that ends the processor. */
  readonly failed: Promise<unknown>;

  constructor(options: PartitionWorkOptions) {
    this.#options = options;
    this.failed = new Promise((resolve) => {
      this.#fail = resolve;
    });
  }

  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  get owned(): readonly number[] {
    return this.#owned;
  }

  /** Number of assignments so far: what began in an earlier one has no effect any more. */
  get assignments(): number {
    return this.#assignments;
  }

  assign(partitions: readonly number[]): void {
    this.#assignments += 1;
    this.#isReleased = false;
    this.#owned = partitions;
    this.#lost.clear();
  }

  release(): void {
    this.#owned = [];
    this.#isReleased = true;
  }

  /** Whether what came in that assignment, and has not begun, is to be left to whoever owns the partitions now. */
  isGivenUpSince(assignments: number): boolean {
    return this.#isReleased || assignments !== this.#assignments;
  }

  /**
   * Runs a task while nothing else is done with the partition. Where it fails, so does the processor; while that stops, the
   * partition alone is lost, and whoever owns it next goes on from what is stored.
   */
  exclusively(partition: number, task: () => Promise<void>): Promise<void> {
    return this.#mutex.runExclusive(partition, async () => {
      if (this.#lost.has(partition)) throw new Error(`partition ${partition}: what was in memory is lost`);
      try {
        await task();
      } catch (error) {
        this.#lost.add(partition);
        this.#options.forget(partition);
        if (!this.#options.isStopping()) {
          this.#hasFailed = true;
          this.#fail(error);
        }
        throw error;
      }
    });
  }

  /** The same, unless another process owns the partition by then; a failure is the processor's alone. */
  async ifOwned(partition: number, task: () => Promise<void>): Promise<void> {
    if (this.#hasFailed || !this.#owned.includes(partition)) return;
    await this.exclusively(partition, async () => {
      if (this.#owned.includes(partition)) await task();
    }).catch(() => undefined);
  }

  /** Runs a task of a partition that is given up, after what is done with it. */
  last(partition: number, task: () => Promise<void>): Promise<void> {
    return this.#mutex.runExclusive(partition, task);
  }
}
