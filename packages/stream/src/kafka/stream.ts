import type { Kafka } from 'kafkajs';
import { assertNotStopped, StreamError, unknownTopic, type OnWarning } from '../errors.ts';
import type { Consumer, ConsumerOptions, GroupPosition, MessageStream, Producer } from '../port.ts';
import { appliedIn } from './applied-metadata.ts';
import type { Compression } from './codecs.ts';
import { kafkaClient, withAdmin } from './connection.ts';
import { KafkaConsumer } from './consumer.ts';
import { createTopics } from './create-topics.ts';
import type { GroupMember } from './group-member.ts';
import { KafkaProducer } from './producer.ts';

export interface KafkaStreamOptions {
  /** `host:port` of one or more brokers. */
  readonly brokers: readonly string[];
  /** Name of this program in the broker's logs. */
  readonly clientId: string;
  /** Receives changes of state worth a line in the log, those of kafkajs included. Default: ignored. */
  readonly onWarning?: OnWarning;
  /** Compression of batches on the wire and on the broker's disk. Default `gzip`, which every client can read. */
  readonly compression?: Compression;
  /**
   * Time without a heartbeat after which a consumer's partitions go to others. Default 6,000 ms, a broker's own minimum. A
   * consumer whose event loop is blocked for longer is expelled.
   */
  readonly sessionTimeoutMs?: number;
  /**
   * How long a broker may hold a fetch while there are no messages; a message ends the wait. It limits how soon a resumed
   * partition is fetched. Default 100 ms.
   */
  readonly fetchWaitMs?: number;
  /** Called each time a consumer has joined its group: with it, `leaveGroupFor` can free the place of a dead process. */
  readonly onJoined?: (member: GroupMember) => void;
}

/**
 * The message port on Apache Kafka, through kafkajs.
 *
 * @throws StreamError `unavailable` where no broker responds within some seconds
 */
export async function createKafkaStream(options: KafkaStreamOptions): Promise<MessageStream> {
  const resolved: ResolvedOptions = {
    brokers: options.brokers,
    clientId: options.clientId,
    onWarning: options.onWarning ?? (() => undefined),
    compression: options.compression ?? 'gzip',
    sessionTimeoutMs: options.sessionTimeoutMs ?? 6000,
    fetchWaitMs: options.fetchWaitMs ?? 100,
    onJoined: options.onJoined ?? (() => undefined),
  };
  const kafka = kafkaClient(resolved);
  const { clusterId } = await withAdmin(kafka, (admin) => admin.describeCluster());
  return new KafkaStream(kafka, resolved, clusterId);
}

type ResolvedOptions = Required<KafkaStreamOptions>;

class KafkaStream implements MessageStream {
  readonly kind = 'kafka';
  readonly logId: string;
  readonly #kafka: Kafka;
  readonly #options: ResolvedOptions;
  readonly #known = new Set<string>();
  readonly #consumers: KafkaConsumer[] = [];
  readonly #producers: KafkaProducer[] = [];
  #stopped = false;

  constructor(kafka: Kafka, options: ResolvedOptions, clusterId: string) {
    this.#kafka = kafka;
    this.#options = options;
    this.logId = clusterId;
  }

  async ensureTopics(topics: readonly string[], partitions?: number): Promise<void> {
    const existing = new Set(await withAdmin(this.#kafka, (admin) => admin.listTopics()));
    const missing = topics.filter((topic) => !existing.has(topic));
    if (missing.length === 0) return;
    await withAdmin(this.#kafka, (admin) => createTopics(admin, { topics: missing, partitions }));
  }

  async ping(): Promise<void> {
    await withAdmin(this.#kafka, (admin) => admin.describeCluster());
  }

  positions(groupId: string, topic: string): Promise<readonly GroupPosition[]> {
    return withAdmin(this.#kafka, async (admin) => {
      const [groups, ends] = await Promise.all([
        admin.fetchOffsets({ groupId, topics: [topic] }),
        admin.fetchTopicOffsets(topic),
      ]);
      const positions = new Map(
        groups.flatMap(({ partitions }) => partitions.map((position) => [position.partition, position])),
      );
      return ends.map(({ partition, high }) => {
        const { offset = 0, metadata } = positions.get(partition) ?? {};
        const committed = Math.max(0, Number(offset));
        return { partition, committed, applied: appliedIn(metadata) ?? committed, end: Number(high) };
      });
    });
  }

  async producer(): Promise<Producer> {
    assertNotStopped(this.#stopped, 'The stream');
    const producer = new KafkaProducer({
      ...this.#options,
      requireTopic: (topic) => this.#requireTopics([topic]),
    });
    await producer.connect();
    this.#producers.push(producer);
    return producer;
  }

  async consume(options: ConsumerOptions): Promise<Consumer> {
    assertNotStopped(this.#stopped, 'The stream');
    if (options.topics.length === 0) {
      throw new StreamError({ field: 'topics', expected: 'at least one' }, { code: 'unknown-topic' });
    }
    await this.#requireTopics(options.topics);
    const consumer = new KafkaConsumer(options, this.#options);
    this.#consumers.push(consumer);
    await consumer.start();
    return consumer;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    // A batch in progress may still have to send.
    await Promise.all(this.#consumers.map((consumer) => consumer.stop()));
    await Promise.all(this.#producers.map((producer) => producer.stop()));
  }

  /** Refuses unknown topics at once, which kafkajs would retry for a long time. */
  async #requireTopics(topics: readonly string[]): Promise<void> {
    if (topics.every((topic) => this.#known.has(topic))) return;
    const existing = await withAdmin(this.#kafka, (admin) => admin.listTopics());
    for (const topic of existing) this.#known.add(topic);
    const missing = topics.find((topic) => !this.#known.has(topic));
    if (missing !== undefined) throw unknownTopic(missing);
  }
}
