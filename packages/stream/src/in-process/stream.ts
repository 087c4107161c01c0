import { randomUUID } from 'node:crypto';
import { assertNotStopped, messageTooLarge, unknownTopic, type OnWarning } from '../errors.ts';
import { defaultPartitions, maxMessageBytes } from '../limits.ts';
import type {
  Consumer,
  ConsumerOptions,
  GroupPosition,
  MessageStream,
  OutgoingMessage,
  Producer,
} from '../port.ts';
import { InProcessConsumer } from './consumer.ts';
import { ConsumerGroup } from './group.ts';
import { partitionOf, TopicPartition } from './topic.ts';

export interface InProcessStreamOptions {
  /**
   * Bytes kept per partition. Default 8 MiB. Beyond it the oldest messages are dropped, except those that a live consumer
   * has not seen: then `send` waits for the slowest group. Messages that a group has seen and not committed can be
   * dropped, as retention does in Kafka; a group without live consumers keeps none.
   */
  readonly maxBytesPerPartition?: number;
  readonly onWarning?: OnWarning;
}

/**
 * The message port in this process's memory: for `npm start` without a broker and for unit tests. Its messages end with the
 * process.
 */
export function createInProcessStream(options: InProcessStreamOptions = {}): MessageStream {
  return new InProcessStream(options);
}

class InProcessStream implements MessageStream {
  readonly kind = 'in-process';
  readonly logId = randomUUID();
  readonly #maxBytesPerPartition: number;
  readonly #onWarning: OnWarning;
  readonly #topics = new Map<string, readonly TopicPartition[]>();
  readonly #groups = new Map<string, ConsumerGroup>();
  readonly #consumers: Consumer[] = [];
  readonly #producers: Producer[] = [];
  #stopped = false;

  constructor(options: InProcessStreamOptions) {
    this.#maxBytesPerPartition = options.maxBytesPerPartition ?? 8 * 1_048_576;
    this.#onWarning = options.onWarning ?? (() => undefined);
  }

  ensureTopics(topics: readonly string[], partitions = defaultPartitions): Promise<void> {
    for (const topic of topics) {
      if (this.#topics.has(topic)) continue;
      this.#topics.set(
        topic,
        Array.from(
          { length: partitions },
          (_, partition) =>
            new TopicPartition({
              topic,
              partition,
              maxBytes: this.#maxBytesPerPartition,
              keepFrom: (of) => Math.min(...[...this.#groups.values()].map((group) => group.keepFrom(of))),
            }),
        ),
      );
    }
    return Promise.resolve();
  }

  ping(): Promise<void> {
    return Promise.resolve();
  }

  positions(groupId: string, topic: string): Promise<readonly GroupPosition[]> {
    const group = this.#groups.get(groupId);
    return Promise.resolve(
      this.#partitions(topic).map((of) => {
        const { nextOffset = 0, appliedOffset = nextOffset } = group?.committed(of) ?? {};
        return {
          partition: of.partition,
          committed: nextOffset,
          applied: appliedOffset,
          end: of.log.endOffset,
        };
      }),
    );
  }

  producer(): Promise<Producer> {
    assertNotStopped(this.#stopped, 'The stream');
    const producer = new InProcessProducer((topic, message) => this.#append(topic, message));
    this.#producers.push(producer);
    return Promise.resolve(producer);
  }

  async consume(options: ConsumerOptions): Promise<Consumer> {
    assertNotStopped(this.#stopped, 'The stream');
    for (const topic of options.topics) this.#partitions(topic);
    let group = this.#groups.get(options.groupId);
    if (group === undefined) {
      group = new ConsumerGroup((topic) => this.#partitions(topic));
      this.#groups.set(options.groupId, group);
    }
    const consumer = new InProcessConsumer(options, group, this.#onWarning);
    this.#consumers.push(consumer);
    await group.join(consumer);
    return consumer;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    // A batch in progress may still have to send.
    await Promise.all(this.#consumers.map((consumer) => consumer.stop()));
    await Promise.all(this.#producers.map((producer) => producer.stop()));
  }

  async #append(topic: string, { key, value, timestampMs = Date.now() }: OutgoingMessage): Promise<void> {
    const partitions = this.#partitions(topic);
    const keyBytes = Buffer.from(key);
    if (keyBytes.byteLength + value.byteLength > maxMessageBytes)
      throw messageTooLarge(topic, value.byteLength);
    const partition = partitions[partitionOf(keyBytes, partitions.length)];
    if (partition === undefined) return;
    // A copy: the sender may reuse its buffer, as with a real broker.
    await partition.append(keyBytes, value.slice(), timestampMs);
    for (const group of this.#groups.values()) group.wake(partition);
  }

  #partitions(topic: string): readonly TopicPartition[] {
    const partitions = this.#topics.get(topic);
    if (partitions !== undefined) return partitions;
    throw unknownTopic(topic);
  }
}

class InProcessProducer implements Producer {
  readonly #append: (topic: string, message: OutgoingMessage) => Promise<void>;
  // One send at a time, or a send that waits for room would be overtaken.
  #tail: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(append: (topic: string, message: OutgoingMessage) => Promise<void>) {
    this.#append = append;
  }

  send(topic: string, messages: readonly OutgoingMessage[]): Promise<void> {
    const sent = this.#tail.then(async () => {
      assertNotStopped(this.#stopped, 'The producer');
      for (const message of messages) await this.#append(topic, message);
    });
    this.#tail = sent.catch(() => undefined);
    return sent;
  }

  stop(): Promise<void> {
    this.#stopped = true;
    return Promise.resolve();
  }
}
