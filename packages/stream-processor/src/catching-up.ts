import type { Batch, GroupPosition, Position } from '@beatwatch/stream';
import { bytesOf } from './batch-parts.ts';

/**
 * Time after which nothing waits any more. What the former owner did since it last stored states is read again much sooner; in
 * a backlog of hours a person's act counts for more than that it takes its effect at the same place twice.
 */
const longestMs = 30_000;
/** When a broker that has not responded is asked again: after an error, and where it says nothing. */
const askAgainMs = { refused: 500, noReply: 3000 } as const;
/** Bytes of a partition's batches that may wait. */
const mostBytes = 8 * 1_048_576;

export interface CatchingUpOptions {
  /** The topic whose messages change the states. */
  readonly topic: string;
  /** Where the topic's log ends now; rejects where the broker does not respond. */
  readonly ends: () => Promise<readonly Pick<GroupPosition, 'partition' | 'end'>[]>;
  /** Handles a batch that has waited; called in the order in which they came. */
  readonly handle: (batch: Batch) => void;
}

interface Behind {
  /** Messages below it have taken effect. */
  reached: number;
  /** Where the log ended after the partition was taken over; undefined until the broker has said it. */
  end: number | undefined;
  readonly waiting: Batch[];
}

/**
 * Partitions in which a former owner may have done more than the stored states show. Its effects are out: the same messages
 * have to be read again before the states are changed by anything that is not in their log, or that would take its effect at
 * another place than it had.
 */
export class CatchingUp {
  readonly #options: CatchingUpOptions;
  readonly #behind = new Map<number, Behind>();
  #takeovers = 0;
  #limit: NodeJS.Timeout | undefined;
  #asking: NodeJS.Timeout | undefined;

  constructor(options: CatchingUpOptions) {
    this.#options = options;
  }

  /** The partitions were taken over. @param beginnings where each of the topic is read from */
  begin(beginnings: readonly Position[]): void {
    this.end();
    for (const { topic, partition, nextOffset } of beginnings) {
      if (topic === this.#options.topic)
        this.#behind.set(partition, { reached: nextOffset, end: undefined, waiting: [] });
    }
    if (this.#behind.size === 0) return;
    this.#limit = setTimeout(() => {
      for (const partition of [...this.#behind.keys()]) this.#done(partition);
    }, longestMs);
    void this.#askForEnds(this.#takeovers);
  }

  /** The partitions are another's; what waits is left to whoever that is. */
  end(): void {
    this.#takeovers += 1;
    this.#stopAsking();
    this.#behind.clear();
  }

  /** Messages of the topic below this offset have taken effect. */
  reached(partition: number, nextOffset: number): void {
    const behind = this.#behind.get(partition);
    if (behind === undefined) return;
    behind.reached = nextOffset;
    this.#look(partition, behind);
  }

  /** Whether the states are where the former owner's were, or beyond. */
  isDone(partition: number): boolean {
    return !this.#behind.has(partition);
  }

  /**
   * Keeps a batch of another topic until the partition has caught up.
   * @throws where too much waits already: it has to be delivered again
   */
  keep(batch: Batch): void {
    const waiting = this.#behind.get(batch.partition)?.waiting ?? [];
    if (waiting.reduce((sum, one) => sum + bytesOf(one), 0) > mostBytes)
      throw new Error(`partition ${batch.partition}: too much waits for what is read again`);
    waiting.push(batch);
  }

  async #askForEnds(takeover: number): Promise<void> {
    this.#askAgainIn(askAgainMs.noReply, takeover);
    const ends = await this.#options.ends().catch(() => undefined);
    if (takeover !== this.#takeovers || this.#behind.size === 0) return;
    if (ends === undefined) this.#askAgainIn(askAgainMs.refused, takeover);
    else this.#endAt(new Map(ends.map(({ partition, end }) => [partition, end])));
  }

  #askAgainIn(inMs: number, takeover: number): void {
    clearTimeout(this.#asking);
    this.#asking = setTimeout(() => void this.#askForEnds(takeover), inMs);
  }

  #endAt(ends: ReadonlyMap<number, number>): void {
    clearTimeout(this.#asking);
    for (const [partition, behind] of [...this.#behind]) {
      // The first answer counts: the former owner had gone by then.
      behind.end ??= ends.get(partition) ?? 0;
      this.#look(partition, behind);
    }
  }

  #stopAsking(): void {
    clearTimeout(this.#limit);
    clearTimeout(this.#asking);
  }

  #look(partition: number, { reached, end }: Behind): void {
    if (end !== undefined && reached >= end) this.#done(partition);
  }

  #done(partition: number): void {
    const waiting = this.#behind.get(partition)?.waiting ?? [];
    this.#behind.delete(partition);
    if (this.#behind.size === 0) this.#stopAsking();
    for (const batch of waiting) this.#options.handle(batch);
  }
}
