import type { Hindrance, PartitionPosition } from '@beatwatch/contracts';
import { StreamError, type Batch } from '@beatwatch/stream';
import { TimescaleError } from '@beatwatch/timescale';

/** How far a stream processor has come, by a monotonic clock in milliseconds that the caller reads. */
export class ProcessingProgress {
  readonly #inHandSinceMs = new Map<string, number>();
  readonly #positions = new Map<string, PartitionPosition>();
  #hindrance: Hindrance | undefined;
  #storedMs: number | undefined;
  #committedMs: number | undefined;

  /** A batch has been delivered; one that is delivered again goes on waiting. */
  began(batch: Batch, nowMs: number): void {
    const key = keyOf(batch);
    if (!this.#inHandSinceMs.has(key)) this.#inHandSinceMs.set(key, nowMs);
  }

  /** The effects of a batch are stored and published. */
  applied(batch: Batch, nextOffset: number, nowMs: number): void {
    const { topic, partition } = batch;
    this.#positions.set(keyOf(batch), { topic, partition, nextOffset });
    this.#storedMs = nowMs;
    this.#hindrance = undefined;
  }

  /** Nothing more has to be done for a batch. */
  ended(batch: Batch): void {
    this.#inHandSinceMs.delete(keyOf(batch));
  }

  /** An effect could not be stored or published; it is tried again. */
  failed(error: unknown): void {
    this.#hindrance = hindranceOf(error);
  }

  committed(nowMs: number): void {
    this.#committedMs = nowMs;
    this.#hindrance = undefined;
  }

  /**
   * The partitions belong to others, or anew to this one: what was known of them is void. What lies before the beginnings has
   * taken effect; the report of whoever saw to it may have got lost.
   */
  reassigned(beginnings: readonly PartitionPosition[]): void {
    this.#inHandSinceMs.clear();
    this.#positions.clear();
    for (const { topic, partition, nextOffset } of beginnings)
      this.#positions.set(keyOf({ topic, partition }), { topic, partition, nextOffset });
  }

  get positions(): readonly PartitionPosition[] {
    return [...this.#positions.values()];
  }

  get hindrance(): Hindrance | undefined {
    return this.#hindrance;
  }

  /** How long the batches in hand have waited for their effects, the longest; 0 without one. */
  waitingMs(nowMs: number): number {
    return Math.max(0, ...[...this.#inHandSinceMs.values()].map((sinceMs) => nowMs - sinceMs));
  }

  /** When effects were last stored and published; undefined before the first. */
  get storedMs(): number | undefined {
    return this.#storedMs;
  }

  /** When positions were last committed; undefined before the first commit. */
  get committedMs(): number | undefined {
    return this.#committedMs;
  }
}

const keyOf = ({ topic, partition }: Pick<Batch, 'topic' | 'partition'>): string => `${topic}/${partition}`;

function hindranceOf(error: unknown): Hindrance | undefined {
  if (error instanceof TimescaleError) return 'database';
  if (error instanceof StreamError) return 'broker';
  return undefined;
}
