import { partitionKey } from '../partitions.ts';
import type { Position } from '../port.ts';
import type { TopicPartition } from './topic.ts';

/** A consumer, as its group sees it. */
export interface GroupMember {
  readonly topics: readonly string[];
  readonly from: 'earliest' | 'latest';
  wake(partition: TopicPartition): void;
  revoke(): Promise<void>;
  assign(shares: readonly PartitionShare[]): Promise<void>;
}

interface PartitionShare {
  readonly partition: TopicPartition;
  readonly startOffset: number;
}

/** Consumers that share the partitions of their topics, and the group's positions. */
export class ConsumerGroup {
  readonly #partitionsOf: (topic: string) => readonly TopicPartition[];
  readonly #members: GroupMember[] = [];
  readonly #committed = new Map<string, Position>();
  readonly #seen = new Map<string, number>();
  // One join or leave at a time.
  #rebalances: Promise<void> = Promise.resolve();

  constructor(partitionsOf: (topic: string) => readonly TopicPartition[]) {
    this.#partitionsOf = partitionsOf;
  }

  join(member: GroupMember): Promise<void> {
    return this.#rebalance(() => this.#members.push(member));
  }

  leave(member: GroupMember): Promise<void> {
    return this.#rebalance(() => {
      this.#members.splice(this.#members.indexOf(member), 1);
      if (this.#members.length === 0) this.#seen.clear();
      for (const topic of member.topics)
        for (const partition of this.#partitionsOf(topic)) partition.release();
    });
  }

  /** To be called when a partition has new messages. */
  wake(partition: TopicPartition): void {
    for (const member of this.#members) member.wake(partition);
  }

  commit(positions: readonly Position[]): void {
    for (const position of positions) this.#committed.set(partitionKey(position), position);
  }

  /** Undefined where nothing is committed. */
  committed(partition: TopicPartition): Position | undefined {
    return this.#committed.get(partitionKey(partition));
  }

  saw(partition: TopicPartition, nextOffset: number): void {
    this.#seen.set(partitionKey(partition), nextOffset);
    partition.release();
  }

  /** The first offset that a member has not seen; infinite without a member that reads the topic. */
  keepFrom(partition: TopicPartition): number {
    if (!this.#members.some((member) => member.topics.includes(partition.topic))) return Infinity;
    return this.#seen.get(partitionKey(partition)) ?? 0;
  }

  async #rebalance(change: () => void): Promise<void> {
    const done = this.#rebalances.then(async () => {
      // Kafka's eager protocol: every member gives up all partitions, then they are assigned anew.
      await Promise.all(this.#members.map((member) => member.revoke()));
      change();
      const shares = this.#shares();
      await Promise.all(this.#members.map((member, index) => member.assign(shares[index] ?? [])));
    });
    this.#rebalances = done;
    await done;
  }

  #shares(): PartitionShare[][] {
    const shares = this.#members.map((): PartitionShare[] => []);
    const topics = new Set(this.#members.flatMap((member) => member.topics));
    let next = 0;
    for (const topic of topics) {
      const subscribed = this.#members.flatMap((member, index) =>
        member.topics.includes(topic) ? [index] : [],
      );
      for (const partition of this.#partitionsOf(topic)) {
        const index = subscribed[next++ % subscribed.length] ?? 0;
        const member = this.#members[index];
        if (member === undefined) continue;
        shares[index]?.push({ partition, startOffset: this.#startOffset(partition, member.from) });
      }
    }
    return shares;
  }

  #startOffset(partition: TopicPartition, from: 'earliest' | 'latest'): number {
    const key = partitionKey(partition);
    const { firstOffset, endOffset } = partition.log;
    const committed = this.#committed.get(key)?.nextOffset;
    // Committed, or the next rebalance would move a group that starts at the end past unread messages.
    if (committed === undefined && from === 'latest') {
      const { topic, partition: number } = partition;
      this.#committed.set(key, { topic, partition: number, nextOffset: endOffset });
    }
    const wanted = committed ?? (from === 'latest' ? endOffset : firstOffset);
    const start = Math.max(wanted, firstOffset);
    this.#seen.set(key, start);
    return start;
  }
}
