import type { Kafka, Producer as KafkaJsProducer } from 'kafkajs';
import { assertNotStopped, messageOf, messageTooLarge } from '../errors.ts';
import { maxBatchMessages, maxMessageBytes, messageOverheadBytes } from '../limits.ts';
import type { OutgoingMessage, Producer } from '../port.ts';
import { within } from '../within.ts';
import { compressionTypes, type Compression } from './codecs.ts';
import { asStreamError, isRefused, kafkaClient, longRetry, type ConnectionOptions } from './connection.ts';
import { byKey } from './partitioner.ts';

export interface KafkaProducerOptions extends ConnectionOptions {
  readonly compression: Compression;
  /** Rejects where the topic does not exist. */
  readonly requireTopic: (topic: string) => Promise<void>;
}

interface KafkaMessage {
  readonly key: string;
  readonly value: Buffer;
  readonly timestamp?: string;
}

interface Piece {
  readonly topic: string;
  readonly messages: readonly KafkaMessage[];
  readonly bytes: number;
  readonly settle: (error?: unknown) => void;
}

const stopLimitMs = 10_000;

/**
 * Sends with an idempotent kafkajs producer, one request at a time; messages that are sent meanwhile share the next one.
 *
 * Only one at a time is correct: kafkajs gives a failed request's sequence numbers to the next one, so that with two under
 * way the broker could count the second's messages as a repeat of the first's and drop them.
 */
export class KafkaProducer implements Producer {
  readonly #options: KafkaProducerOptions;
  readonly #kafka: Kafka;
  #client: KafkaJsProducer;
  #connected = false;
  #pieces: Piece[] = [];
  #sending: Promise<void> | undefined;
  #stopped = false;

  constructor(options: KafkaProducerOptions) {
    this.#options = options;
    this.#kafka = kafkaClient(options, longRetry);
    this.#client = this.#newClient();
  }

  /** Connects and gets a producer id; without one, kafkajs would send without protection from repeats. */
  async connect(): Promise<void> {
    if (this.#connected) return;
    try {
      await this.#client.connect();
      this.#connected = true;
    } catch (error) {
      throw asStreamError(error, 'The producer could not connect');
    }
  }

  async send(topic: string, messages: readonly OutgoingMessage[]): Promise<void> {
    assertNotStopped(this.#stopped, 'The producer');
    await Promise.all(this.#split(topic, messages));
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    if (this.#sending !== undefined) await within(stopLimitMs, this.#sending);
    await this.#client.disconnect().catch(() => undefined);
  }

  /**
   * Queues messages in pieces that a broker accepts even when all go to one partition, and of few enough messages that kafkajs,
   * whose time grows with the square of their number, does not stop the process.
   */
  #split(topic: string, messages: readonly OutgoingMessage[]): Promise<void>[] {
    const sized = messages.map(({ key, value, timestampMs }) => {
      const bytes = Buffer.byteLength(key) + value.byteLength;
      if (bytes > maxMessageBytes) throw messageTooLarge(topic, bytes);
      return {
        key,
        value: Buffer.from(value.buffer, value.byteOffset, value.byteLength),
        ...(timestampMs !== undefined && { timestamp: String(timestampMs) }),
        bytes,
      };
    });
    const acknowledged: Promise<void>[] = [];
    for (let start = 0, end = 0; start < sized.length; start = end) {
      let bytes = 0;
      for (let message = sized[end]; message !== undefined; message = sized[end]) {
        const withOverhead = message.bytes + messageOverheadBytes;
        if (end - start === maxBatchMessages) break;
        if (end > start && bytes + withOverhead > maxMessageBytes) break;
        bytes += withOverhead;
        end += 1;
      }
      acknowledged.push(this.#queue({ topic, messages: sized.slice(start, end), bytes }));
    }
    return acknowledged;
  }

  #queue(piece: Omit<Piece, 'settle'>): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (error?: unknown): void => {
        if (error === undefined) resolve();
        else reject(asStreamError(error, 'The messages were not acknowledged'));
      };
      this.#pieces.push({ ...piece, settle });
      this.#sending ??= this.#sendAll();
    });
  }

  async #sendAll(): Promise<void> {
    // Messages sent in the same iteration of the event loop share a request.
    await Promise.resolve();
    for (let pieces = this.#next(); pieces.length > 0; pieces = this.#next()) {
      const sendable = await this.#withTopic(pieces);
      if (sendable.length === 0) continue;
      await this.#deliver(sendable);
    }
    this.#sending = undefined;
  }

  /** Sends pieces together; where the broker refuses them, each by itself, and the messages of one in halves. */
  async #deliver(pieces: readonly Piece[]): Promise<void> {
    const failure = await this.#request(pieces);
    if (!isRefused(failure)) {
      for (const piece of pieces) piece.settle(failure);
      return;
    }
    const [first] = pieces;
    if (pieces.length > 1) {
      for (const piece of pieces) await this.#deliver([piece]);
    } else if (first !== undefined && first.messages.length > 1) {
      await this.#deliver(halved(first));
    } else first?.settle(failure);
  }

  /** The pieces whose topic exists; the others are rejected. */
  async #withTopic(pieces: readonly Piece[]): Promise<readonly Piece[]> {
    const failures = new Map<string, unknown>();
    for (const topic of topicsOf(pieces)) {
      await this.#options.requireTopic(topic).catch((error: unknown) => failures.set(topic, error));
    }
    for (const piece of pieces) if (failures.has(piece.topic)) piece.settle(failures.get(piece.topic));
    return pieces.filter(({ topic }) => !failures.has(topic));
  }

  #next(): readonly Piece[] {
    let bytes = 0;
    let messages = 0;
    let count = 0;
    for (const piece of this.#pieces) {
      bytes += piece.bytes;
      messages += piece.messages.length;
      if (count > 0 && (bytes > maxMessageBytes || messages > maxBatchMessages)) break;
      count += 1;
    }
    return this.#pieces.splice(0, count);
  }

  /** Resolves with the error of the request; undefined after success. */
  async #request(pieces: readonly Piece[]): Promise<unknown> {
    try {
      await this.connect();
      await this.#client.sendBatch({
        acks: -1,
        compression: compressionTypes[this.#options.compression],
        topicMessages: topicsOf(pieces).map((topic) => ({
          topic,
          messages: pieces.flatMap((piece) => (piece.topic === topic ? piece.messages : [])),
        })),
      });
      return undefined;
    } catch (error) {
      this.#options.onWarning('Messages were not acknowledged', { error: messageOf(error) });
      // A new producer id, since the broker may hold messages under sequence numbers that the old one would reuse.
      const old = this.#client;
      this.#client = this.#newClient();
      this.#connected = false;
      await old.disconnect().catch(() => undefined);
      return error;
    }
  }

  #newClient(): KafkaJsProducer {
    return this.#kafka.producer({
      idempotent: true,
      allowAutoTopicCreation: false,
      createPartitioner: byKey,
      maxInFlightRequests: 5,
      retry: longRetry,
    });
  }
}

/** The piece as two, which settle it together. */
function halved({ messages, settle, ...piece }: Piece): Piece[] {
  const middle = Math.ceil(messages.length / 2);
  let left = 2;
  let failed: unknown;
  const settleOne = (error?: unknown): void => {
    left -= 1;
    failed ??= error;
    if (left === 0) settle(failed);
  };
  return [messages.slice(0, middle), messages.slice(middle)].map((half) => ({
    ...piece,
    messages: half,
    settle: settleOne,
  }));
}

function topicsOf(pieces: readonly Piece[]): readonly string[] {
  return [...new Set(pieces.map(({ topic }) => topic))];
}
