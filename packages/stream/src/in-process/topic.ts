import { PartitionLog, sizeBytes } from './partition-log.ts';

/** One partition of a topic: its log, and the senders that wait for room in it. */
export class TopicPartition {
  readonly topic: string;
  readonly partition: number;
  readonly log = new PartitionLog();
  readonly #maxBytes: number;
  readonly #keepFrom: (partition: TopicPartition) => number;
  #waiting: (() => void)[] = [];

  /**
   * @param options.maxBytes limit of the log's size
   * @param options.keepFrom the first offset that a live consumer has not seen
   */
  constructor(options: {
    readonly topic: string;
    readonly partition: number;
    readonly maxBytes: number;
    readonly keepFrom: (partition: TopicPartition) => number;
  }) {
    this.topic = options.topic;
    this.partition = options.partition;
    this.#maxBytes = options.maxBytes;
    this.#keepFrom = options.keepFrom;
  }

  /** Appends a message; waits for room while the log is full of messages that a live consumer has not seen. */
  async append(key: Uint8Array, value: Uint8Array, timestampMs: number): Promise<void> {
    const room = this.#maxBytes - sizeBytes({ key, value });
    while (!this.#makeRoom(room)) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
    this.log.append(key, value, timestampMs);
  }

  /** To be called when a consumer has seen more messages, or has left. */
  release(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }

  #makeRoom(room: number): boolean {
    if (this.log.bytes <= room) return true;
    this.log.trim(this.#keepFrom(this), room);
    return this.log.bytes <= room || this.log.bytes === 0;
  }
}

/** FNV-1a, 32 bits (Fowler, Noll, Vo): spreads keys evenly, and the same key always goes to the same partition. */
export function partitionOf(key: Uint8Array, partitions: number): number {
  let hash = 0x811c9dc5;
  for (const byte of key) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash % partitions;
}
