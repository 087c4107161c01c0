import type { Batch as KafkaJsBatch, Kafka, KafkaMessage } from 'kafkajs';
import { messageOf, StreamError, type OnWarning } from '../errors.ts';
import { maxBatchBytes } from '../limits.ts';
import { partitionKey } from '../partitions.ts';
import type { Consumer, ConsumerOptions, PartitionId, Position, ReceivedMessage } from '../port.ts';
import { within } from '../within.ts';
import { asStreamError, kafkaClient, withAdmin, type ConnectionOptions } from './connection.ts';
import type { GroupMember } from './group-member.ts';
import { Membership } from './membership.ts';
import { OwnedPartition } from './owned-partition.ts';
import { isOwnershipLost } from './ownership.ts';
import type { FetchedRecord } from './record-batches.ts';
import { startPositions, type StartPosition } from './start-positions.ts';

export interface KafkaConsumerSettings extends ConnectionOptions {
  readonly sessionTimeoutMs: number;
  readonly fetchWaitMs: number;
  readonly onJoined: (member: GroupMember) => void;
}

const joinLimitMs = 60_000;
const stopLimitMs = 15_000;
const retryMs = 500;

/**
 * A member of a consumer group. kafkajs fetches and sends heartbeats; delivery is from a queue per partition, so that a slow
 * batch delays neither the heartbeats nor the other partitions.
 *
 * During a rebalance the batches in progress and then `onRevoking` are awaited while the broker waits for this member, for
 * two thirds of the session timeout at most. A member that the group has expelled, since its event loop was blocked for
 * longer than the session timeout, learns of it too late: `onRevoking` is called and its commits are ignored.
 */
export class KafkaConsumer implements Consumer {
  readonly #options: ConsumerOptions;
  readonly #onWarning: OnWarning;
  readonly #revokeLimitMs: number;
  readonly #kafka: Kafka;
  readonly #membership: Membership;
  readonly #owned = new Map<string, OwnedPartition>();
  /** Batches of former assignments that were still in progress when their partitions were given up. */
  readonly #unfinished = new Map<string, Promise<void>>();
  /** Number of joins: an assignment of an earlier join is abandoned. */
  #generation = 0;
  #assigning: Promise<void> = Promise.resolve();
  #onFirstAssigned: () => void = () => undefined;
  #paused = false;
  #stopping: Promise<void> | undefined;

  constructor(options: ConsumerOptions, settings: KafkaConsumerSettings) {
    this.#options = options;
    this.#onWarning = settings.onWarning;
    this.#revokeLimitMs = (settings.sessionTimeoutMs * 2) / 3;
    this.#kafka = kafkaClient(settings);
    this.#membership = new Membership({
      kafka: this.#kafka,
      groupId: options.groupId,
      topics: options.topics,
      sessionTimeoutMs: settings.sessionTimeoutMs,
      fetchWaitMs: settings.fetchWaitMs,
      maxBytesPerPartition: maxBatchBytes,
      onWarning: settings.onWarning,
      beforeJoin: () => this.#revoke(this.#revokeLimitMs),
      onJoined: (partitions, memberId) => {
        settings.onJoined({ groupId: options.groupId, memberId });
        this.#generation += 1;
        this.#assigning = this.#assign(this.#generation, partitions);
      },
      onFetched: (batch) => this.#accept(batch),
    });
  }

  /** Resolves when this member has its first partitions and their start positions. */
  async start(): Promise<void> {
    const assigned = new Promise<void>((resolve) => {
      this.#onFirstAssigned = resolve;
    });
    try {
      await this.#membership.start();
    } catch (error) {
      await this.#membership.stop();
      throw asStreamError(error, 'The consumer could not connect');
    }
    if (await within(joinLimitMs, assigned)) return;
    await this.#membership.stop();
    throw new StreamError(
      { field: `coordinator of group ${this.#options.groupId}`, expected: `one within ${joinLimitMs} ms` },
      { code: 'unavailable', retryable: true },
    );
  }

  async commit(positions: readonly Position[]): Promise<void> {
    const owned = positions.filter((position) => this.#owned.has(partitionKey(position)));
    if (owned.length === 0) return;
    try {
      await this.#membership.commit(owned);
    } catch (error) {
      if (!isOwnershipLost(error)) throw asStreamError(error, 'The positions were not committed');
    }
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    for (const partition of this.#owned.values()) partition.wake();
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    await this.#revoke(stopLimitMs);
    // Abandons an assignment that is under way.
    this.#generation += 1;
    await this.#membership.stop();
    this.#onFirstAssigned();
  }

  #accept(batch: KafkaJsBatch): boolean {
    const partition = this.#owned.get(partitionKey(batch));
    if (partition === undefined) return false;
    // kafkajs's types lack the offset that the fetch began with.
    const { fetchedOffset } = batch as KafkaJsBatch & { readonly fetchedOffset: string };
    if (!partition.continues(Number(fetchedOffset))) return false;
    partition.push(batch.messages.map(received), Number(batch.lastOffset()) + 1);
    return true;
  }

  async #assign(generation: number, partitions: readonly PartitionId[]): Promise<void> {
    const starts = await this.#startPositions(generation, partitions);
    if (generation !== this.#generation || this.#stopping !== undefined) return;
    for (const start of starts) this.#own(start);
    const beginnings = starts.filter(({ committed }) => !committed);
    // Committed, or the next rebalance would move a group that starts at the end past unread messages.
    if (this.#options.from === 'latest') await this.#try('commit', () => this.commit(beginnings));
    await this.#try('onAssigned', () => this.#options.onAssigned?.(starts));
    if (generation !== this.#generation) return;
    for (const start of starts) {
      await this.#unfinished.get(partitionKey(start));
      if (generation !== this.#generation) return;
      this.#membership.seek(start);
      this.#membership.resumeFetching(start);
    }
    this.#onFirstAssigned();
  }

  async #startPositions(
    generation: number,
    partitions: readonly PartitionId[],
  ): Promise<readonly StartPosition[]> {
    const { groupId, from } = this.#options;
    while (generation === this.#generation) {
      try {
        return await withAdmin(this.#kafka, (admin) => startPositions(admin, { groupId, partitions, from }));
      } catch (error) {
        this.#warn('The committed positions could not be read', error);
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    }
    return [];
  }

  #own(start: StartPosition): void {
    const id = { topic: start.topic, partition: start.partition };
    const partition = new OwnedPartition({
      id,
      startOffset: start.nextOffset,
      deliver: (messages) => this.#options.onBatch({ ...id, messages }),
      isPaused: () => this.#paused,
      onRejected: (error, messages, retryInMs) => {
        const firstOffset = messages[0]?.offset;
        this.#warn('A batch was rejected and will be delivered again', error, {
          ...id,
          firstOffset,
          retryInMs,
        });
      },
      onFull: () => {
        this.#membership.pauseFetching(id);
      },
      onRoom: () => {
        if (this.#owned.get(partitionKey(id)) === partition) this.#membership.resumeFetching(id);
      },
    });
    this.#owned.set(partitionKey(id), partition);
  }

  /** Gives up every partition, after the batches in progress and `onRevoking`. */
  async #revoke(limitMs: number): Promise<void> {
    const owned = [...this.#owned.values()];
    if (owned.length === 0) return;
    const done = owned.map((partition) => partition.stop());
    const generation = this.#generation;
    const finished = Promise.all([this.#assigning, ...done]).then(() =>
      // After the next assignment it would be taken for the end of that one.
      generation === this.#generation
        ? this.#try('onRevoking', () => this.#options.onRevoking?.(owned.map(({ id }) => id)))
        : undefined,
    );
    if (!(await within(limitMs, finished))) {
      this.#warn('Partitions were given up before the batches in progress were done', undefined, { limitMs });
      owned.forEach(({ id }, index) => {
        const key = partitionKey(id);
        const unfinished = done[index]?.then(() => void this.#unfinished.delete(key));
        if (unfinished !== undefined) this.#unfinished.set(key, unfinished);
      });
    }
    this.#owned.clear();
  }

  async #try(what: string, step: () => Promise<void> | undefined): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.#warn(`${what} failed`, error);
    }
  }

  #warn(message: string, error?: unknown, context: Parameters<OnWarning>[1] = {}): void {
    this.#onWarning(message, {
      groupId: this.#options.groupId,
      ...context,
      ...(error === undefined ? {} : { error: messageOf(error) }),
    });
  }
}

function received(message: KafkaMessage): ReceivedMessage {
  const { offset, key, value, timestamp, damaged } = message as KafkaMessage & Pick<FetchedRecord, 'damaged'>;
  return {
    offset: Number(offset),
    key: key ?? new Uint8Array(),
    value: value ?? new Uint8Array(),
    timestampMs: Number(timestamp),
    ...(damaged !== undefined && { damaged }),
  };
}
