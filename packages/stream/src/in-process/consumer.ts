import { messageOf, type OnWarning } from '../errors.ts';
import { maxBatchBytes } from '../limits.ts';
import { PartitionWorker } from '../partition-worker.ts';
import { partitionKey } from '../partitions.ts';
import type { Consumer, ConsumerOptions, PartitionId, Position } from '../port.ts';
import { within } from '../within.ts';
import type { ConsumerGroup } from './group.ts';
import type { TopicPartition } from './topic.ts';

/** How long a rebalance waits for the batches in progress, as in the Kafka adapter. */
const revokeLimitMs = 4000;

interface Owned {
  readonly id: PartitionId;
  readonly worker: PartitionWorker;
}

export class InProcessConsumer implements Consumer {
  readonly #options: ConsumerOptions;
  readonly #group: ConsumerGroup;
  readonly #onWarning: OnWarning;
  readonly #owned = new Map<string, Owned>();
  #assignments = 0;
  #paused = false;
  #stopping: Promise<void> | undefined;

  constructor(options: ConsumerOptions, group: ConsumerGroup, onWarning: OnWarning) {
    this.#options = options;
    this.#group = group;
    this.#onWarning = onWarning;
  }

  get topics(): readonly string[] {
    return this.#options.topics;
  }

  get from(): 'earliest' | 'latest' {
    return this.#options.from;
  }

  commit(positions: readonly Position[]): Promise<void> {
    this.#group.commit(positions.filter((position) => this.#owned.has(partitionKey(position))));
    return Promise.resolve();
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    for (const { worker } of this.#owned.values()) worker.wake();
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#group.leave(this);
    return this.#stopping;
  }

  wake(partition: TopicPartition): void {
    this.#owned.get(partitionKey(partition))?.worker.wake();
  }

  /** Gives up every partition, after the batches in progress and `onRevoking`. */
  async revoke(): Promise<void> {
    const owned = [...this.#owned.values()];
    if (owned.length === 0) return;
    const assignment = this.#assignments;
    const finished = Promise.all(owned.map(({ worker }) => worker.stop())).then(() =>
      // After the next assignment it would be taken for the end of that one.
      assignment === this.#assignments ? this.#options.onRevoking?.(owned.map(({ id }) => id)) : undefined,
    );
    try {
      const inTime = await within(revokeLimitMs, finished);
      if (!inTime)
        this.#onWarning('A rebalance went on before the batches in progress were done', this.#context());
    } catch (error) {
      this.#onWarning('onRevoking failed', { ...this.#context(), error: messageOf(error) });
    }
    this.#owned.clear();
  }

  async assign(
    shares: readonly { readonly partition: TopicPartition; readonly startOffset: number }[],
  ): Promise<void> {
    this.#assignments += 1;
    for (const { partition, startOffset } of shares) {
      const id = { topic: partition.topic, partition: partition.partition };
      this.#owned.set(partitionKey(id), { id, worker: this.#worker(partition, startOffset) });
    }
    try {
      await this.#options.onAssigned?.(
        shares.map(({ partition: { topic, partition }, startOffset: nextOffset }) => ({
          topic,
          partition,
          nextOffset,
        })),
      );
    } catch (error) {
      this.#onWarning('onAssigned failed', { ...this.#context(), error: messageOf(error) });
    }
    for (const { worker } of this.#owned.values()) worker.wake();
  }

  #worker(source: TopicPartition, startOffset: number): PartitionWorker {
    const { topic, partition } = source;
    let nextOffset = startOffset;
    return new PartitionWorker({
      take: () => {
        const messages = source.log.read(nextOffset, maxBatchBytes);
        nextOffset = (messages.at(-1)?.offset ?? nextOffset - 1) + 1;
        return messages;
      },
      deliver: (messages) => this.#options.onBatch({ topic, partition, messages }),
      isPaused: () => this.#paused,
      onDelivered: (messages) => {
        const last = messages.at(-1);
        if (last !== undefined) this.#group.saw(source, last.offset + 1);
      },
      onRejected: (error, messages, retryInMs) => {
        this.#onWarning('A batch was rejected and will be delivered again', {
          ...this.#context(),
          topic,
          partition,
          firstOffset: messages[0]?.offset,
          retryInMs,
          error: messageOf(error),
        });
      },
    });
  }

  #context(): { readonly groupId: string } {
    return { groupId: this.#options.groupId };
  }
}
