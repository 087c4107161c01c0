/** One message to send. Messages of one key keep their order and land in one partition. */
export interface OutgoingMessage {
  readonly key: string;
  readonly value: Uint8Array;
  /** Epoch milliseconds; a broker that dates messages itself ignores it. Default: now. */
  readonly timestampMs?: number;
}

/** One message of the log. */
export interface ReceivedMessage {
  /** Position in its partition, from 0. */
  readonly offset: number;
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  /** Epoch milliseconds, stored with the message: when the log received it, by the broker's clock. */
  readonly timestampMs: number;
  /** Why a whole batch of the log cannot be read: then this message stands for it, `value` is its bytes as they are. */
  readonly damaged?: string;
}

/** Messages of one partition, in order; never empty. */
export interface Batch {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly ReceivedMessage[];
}

/** Where a group resumes after a restart. */
export interface Position {
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: number;
  /** Offset of the first message that has not taken effect, where the group is to read some again. Default: `nextOffset`. */
  readonly appliedOffset?: number;
}

/** How far a group is in a partition. */
export interface GroupPosition {
  readonly partition: number;
  /** Where it resumes after a restart; 0 without a committed position. */
  readonly committed: number;
  /** Offset of the first message that had not taken effect when the position was committed. */
  readonly applied: number;
  /** Offset of the next message of the log. */
  readonly end: number;
}

export interface PartitionId {
  readonly topic: string;
  readonly partition: number;
}

export interface Producer {
  /** Resolves when the broker has acknowledged every message. */
  send(topic: string, messages: readonly OutgoingMessage[]): Promise<void>;
  stop(): Promise<void>;
}

export interface ConsumerOptions {
  readonly groupId: string;
  readonly topics: readonly string[];
  /** Where a group without a committed position begins. */
  readonly from: 'earliest' | 'latest';
  /**
   * Called with one batch of a partition at a time, for different partitions concurrently. The next batch of the partition
   * follows when the promise resolves. Nothing is committed automatically: call `commit` after the effect. After a
   * rejection, which is logged, the same batch is delivered again from its first message.
   */
  readonly onBatch: (batch: Batch) => Promise<void>;
  /** Called after a rebalance with the partitions that this consumer now owns, and where it begins in each. */
  readonly onAssigned?: (beginnings: readonly Position[]) => Promise<void>;
  /**
   * Called before a rebalance or a stop takes partitions away, after the batches in progress: the place for a last
   * checkpoint and commit. Awaited for a few seconds at most; not called any more where the rebalance went on before these
   * batches were done.
   */
  readonly onRevoking?: (partitions: readonly PartitionId[]) => Promise<void>;
}

export interface Consumer {
  /** Commits positions of partitions that this consumer owns; others are ignored. */
  commit(positions: readonly Position[]): Promise<void>;
  /** Delivers no new batch until `resume`; fetched messages are kept. For back-pressure. */
  pause(): void;
  resume(): void;
  /** Awaits the batches in progress, calls `onRevoking`, leaves the group. */
  stop(): Promise<void>;
}

/** The message port. Two adapters, Kafka and in-process, pass one contract test. */
export interface MessageStream {
  readonly kind: 'kafka' | 'in-process';
  /** Id of the log that offsets refer to: the position of a checkpoint of another log is void. */
  readonly logId: string;
  producer(): Promise<Producer>;
  consume(options: ConsumerOptions): Promise<Consumer>;
  /** Creates the missing topics. Default: 6 partitions. */
  ensureTopics(topics: readonly string[], partitions?: number): Promise<void>;
  /** Resolves where the broker answers. Rejects with a retryable StreamError, or later, where it does not. */
  ping(): Promise<void>;
  /**
   * How far a group is in a topic, which other processes may read.
   * @throws StreamError `unavailable` where the broker does not respond
   */
  positions(groupId: string, topic: string): Promise<readonly GroupPosition[]>;
  stop(): Promise<void>;
}
