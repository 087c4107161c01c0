import { maxBatchBytes, maxBatchMessages } from '../limits.ts';
import { PartitionWorker, type PartitionWorkerOptions } from '../partition-worker.ts';
import type { PartitionId, ReceivedMessage } from '../port.ts';

export interface OwnedPartitionOptions extends Pick<
  PartitionWorkerOptions,
  'deliver' | 'isPaused' | 'onRejected'
> {
  readonly id: PartitionId;
  readonly startOffset: number;
  /** Called when the queue is full: the partition is not to be fetched for now. */
  readonly onFull: () => void;
  /** Called when a full queue has been emptied. */
  readonly onRoom: () => void;
}

/** One assigned partition: its fetched, undelivered messages and the worker that delivers them. */
export class OwnedPartition {
  readonly id: PartitionId;
  readonly #options: OwnedPartitionOptions;
  readonly #worker: PartitionWorker;
  #queue: readonly ReceivedMessage[] = [];
  #queueBytes = 0;
  #nextFetchOffset: number;
  #unexpectedOffset: number | undefined;

  constructor(options: OwnedPartitionOptions) {
    this.id = options.id;
    this.#options = options;
    this.#nextFetchOffset = options.startOffset;
    this.#worker = new PartitionWorker({
      take: () => this.#take(),
      deliver: options.deliver,
      isPaused: options.isPaused,
      onRejected: options.onRejected,
    });
  }

  /**
   * True where a fetch from `fetchedOffset` continues the previous one. One that was under way during a rebalance may not;
   * it is discarded and the messages are fetched again. A second fetch from the same unexpected offset is accepted:
   * then the broker has moved the position, since retention has deleted messages.
   */
  continues(fetchedOffset: number): boolean {
    if (fetchedOffset === this.#nextFetchOffset) return true;
    const again = fetchedOffset === this.#unexpectedOffset;
    this.#unexpectedOffset = fetchedOffset;
    return again;
  }

  /** @param nextFetchOffset where the next fetch begins: after the last message, or after markers that follow it. */
  push(messages: readonly ReceivedMessage[], nextFetchOffset: number): void {
    this.#nextFetchOffset = nextFetchOffset;
    this.#unexpectedOffset = undefined;
    this.#queue = [...this.#queue, ...messages];
    for (const message of messages) this.#queueBytes += sizeBytes(message);
    if (this.#isFull()) this.#options.onFull();
    this.#worker.wake();
  }

  wake(): void {
    this.#worker.wake();
  }

  stop(): Promise<void> {
    return this.#worker.stop();
  }

  #take(): readonly ReceivedMessage[] {
    const taken = this.#queue.slice(0, maxBatchMessages);
    const wasFull = this.#isFull();
    this.#queue = this.#queue.slice(maxBatchMessages);
    for (const message of taken) this.#queueBytes -= sizeBytes(message);
    if (wasFull && !this.#isFull()) this.#options.onRoom();
    return taken;
  }

  #isFull(): boolean {
    return this.#queueBytes >= maxBatchBytes || this.#queue.length >= 2 * maxBatchMessages;
  }
}

const sizeBytes = ({ key, value }: ReceivedMessage): number => key.byteLength + value.byteLength;
