import type { Assignment, Batch, Consumer, Kafka } from 'kafkajs';
import type { OnWarning } from '../errors.ts';
import type { PartitionId, Position } from '../port.ts';
import { within } from '../within.ts';
import { appliedMetadata } from './applied-metadata.ts';
import { assignAfter } from './join-hook.ts';

export interface MembershipOptions {
  readonly kafka: Kafka;
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly sessionTimeoutMs: number;
  readonly fetchWaitMs: number;
  readonly maxBytesPerPartition: number;
  readonly onWarning: OnWarning;
  /** Awaited before each request to join the group: the place to give up the owned partitions. */
  readonly beforeJoin: () => Promise<void>;
  /** Called with the partitions that this member now owns. Nothing is fetched before `seek` and `resumeFetching`. */
  readonly onJoined: (partitions: readonly PartitionId[], memberId: string) => void;
  /** Called with fetched messages; false where they are to be fetched again. */
  readonly onFetched: (batch: Batch) => boolean;
}

const restartMs = 500;
const disconnectLimitMs = 5000;

/** A consumer of kafkajs that fetches and sends heartbeats, replaced when it has crashed for good. */
export class Membership {
  readonly #options: MembershipOptions;
  #consumer: Consumer;
  #stopped = false;

  constructor(options: MembershipOptions) {
    this.#options = options;
    this.#consumer = this.#newConsumer();
  }

  async start(): Promise<void> {
    const consumer = this.#consumer;
    const { CRASH, GROUP_JOIN } = consumer.events;
    consumer.on(GROUP_JOIN, ({ payload }) => {
      const partitions = partitionsOf(payload.memberAssignment);
      for (const id of partitions) this.pauseFetching(id);
      this.#options.onJoined(partitions, payload.memberId);
    });
    // kafkajs restarts by itself after a failure that it counts as temporary.
    consumer.on(CRASH, ({ payload }) => {
      if (!payload.restart) this.#replace();
    });
    await consumer.connect();
    // `seek` decides where to begin; `fromBeginning` is for a position whose messages retention has deleted.
    await consumer.subscribe({ topics: [...this.#options.topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (fetched) => {
        if (this.#options.onFetched(fetched.batch)) fetched.resolveOffset(fetched.batch.lastOffset());
        return Promise.resolve();
      },
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await within(
      disconnectLimitMs,
      this.#consumer.disconnect().catch(() => undefined),
    );
  }

  pauseFetching({ topic, partition }: PartitionId): void {
    this.#consumer.pause([{ topic, partitions: [partition] }]);
  }

  resumeFetching({ topic, partition }: PartitionId): void {
    this.#consumer.resume([{ topic, partitions: [partition] }]);
  }

  seek({ topic, partition, nextOffset }: Position): void {
    this.#consumer.seek({ topic, partition, offset: String(nextOffset) });
  }

  commit(positions: readonly Position[]): Promise<void> {
    return this.#consumer.commitOffsets(
      positions.map(({ topic, partition, nextOffset, appliedOffset }) => ({
        topic,
        partition,
        offset: String(nextOffset),
        ...(appliedOffset !== undefined && { metadata: appliedMetadata(appliedOffset) }),
      })),
    );
  }

  #replace(): void {
    if (this.#stopped) return;
    this.#options.onWarning('The consumer is started again', { groupId: this.#options.groupId });
    setTimeout(() => {
      if (this.#stopped) return;
      const former = this.#consumer;
      this.#consumer = this.#newConsumer();
      void former.disconnect().catch(() => undefined);
      this.start().catch(() => {
        this.#replace();
      });
    }, restartMs);
  }

  #newConsumer(): Consumer {
    const { kafka, groupId, sessionTimeoutMs, fetchWaitMs, maxBytesPerPartition, beforeJoin } = this.#options;
    return kafka.consumer({
      groupId,
      partitionAssigners: [assignAfter(beforeJoin)],
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: Math.max(10_000, 2 * sessionTimeoutMs),
      // Frequent, since a member learns of a rebalance by it.
      heartbeatInterval: Math.min(500, sessionTimeoutMs / 4),
      minBytes: 1,
      maxWaitTimeInMs: fetchWaitMs,
      maxBytesPerPartition,
      allowAutoTopicCreation: false,
      retry: {
        initialRetryTime: 100,
        maxRetryTime: 1000,
        retries: Number.MAX_SAFE_INTEGER,
        restartOnFailure: () => Promise.resolve(!this.#stopped),
      },
    });
  }
}

function partitionsOf(assignment: Assignment): readonly PartitionId[] {
  return Object.entries(assignment).flatMap(([topic, partitions]) =>
    partitions.map((partition) => ({ topic, partition })),
  );
}
