/** One message to send. Messages of one key keep their order and land in one partition. */
export interface OutgoingMessage {
  readonly key: string;
  readonly value: Uint8Array;
  /** Epoch milliseconds that the log keeps beside it. Default: now. */
  readonly timestampMs?: number;
}

/** One message as it came. */
export interface ReceivedMessage {
  /** Position in its partition, from 0. */
  readonly offset: number;
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  /** Epoch milliseconds, part of the log: when it was sent, by the sender's or the broker's clock. */
  readonly timestampMs: number;
}

/** Messages of one partition, in order; never empty. */
export interface Batch {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly ReceivedMessage[];
}

/** Where a group goes on reading after a restart: the offset of the first message not yet in effect. */
export interface Position {
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: number;
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
  /** Where a group that has no committed position begins. */
  readonly from: 'earliest' | 'latest';
  /**
   * Called with one batch of a partition at a time, of different partitions at the same time.
   * The next batch of that partition comes when the promise resolves. Nothing is committed by itself:
   * call `commit` after the effect. A rejection is logged and the same batch comes again, from its first message.
   */
  readonly onBatch: (batch: Batch) => Promise<void>;
  /** After a rebalance: the partitions that this consumer now owns. */
  readonly onAssigned?: (partitions: readonly PartitionId[]) => Promise<void>;
  /**
   * Before a rebalance or a stop takes partitions away, after the batches in hand are done:
   * the place for a last snapshot and commit. In force for at most a few seconds.
   */
  readonly onRevoking?: (partitions: readonly PartitionId[]) => Promise<void>;
}

export interface Consumer {
  /** Commits positions of partitions that this consumer owns; others are ignored. */
  commit(positions: readonly Position[]): Promise<void>;
  /** No new batch until `resume`; what has been fetched stays. For back-pressure. */
  pause(): void;
  resume(): void;
  /** Lets the batches in hand finish, calls `onRevoking`, leaves the group. */
  stop(): Promise<void>;
}

/** The message port. Two adapters, Kafka and in-process, pass one contract test. */
export interface MessageStream {
  readonly kind: 'kafka' | 'in-process';
  /** Names the log that offsets refer to: a checkpoint of another log is void. */
  readonly logId: string;
  producer(): Promise<Producer>;
  consume(options: ConsumerOptions): Promise<Consumer>;
  /** Creates those that are missing. */
  ensureTopics(topics: readonly string[], partitions?: number): Promise<void>;
  stop(): Promise<void>;
}
