import { randomUUID } from 'node:crypto';
import type { MessageStream, OutgoingMessage } from '../../port.ts';
import type { Collector } from '../collector.ts';

/** Partitions of a new topic. */
export const partitions = 4;

/** Two clients of one log, as two programs have them. */
export interface Clients {
  readonly stream: MessageStream;
  readonly again: MessageStream;
}

/** The log that an adapter gives, once it is open. */
export class LogUnderTest {
  #clients: Clients | undefined;

  async open(open: () => Promise<Clients>): Promise<void> {
    this.#clients = await open();
  }

  async close(): Promise<void> {
    await this.#clients?.stream.stop();
    await this.#clients?.again.stop();
  }

  get stream(): MessageStream {
    return this.#opened().stream;
  }

  /** Another client of the same log. */
  get again(): MessageStream {
    return this.#opened().again;
  }

  async newTopic(count = partitions): Promise<string> {
    const topic = `topic-${randomUUID()}`;
    await this.stream.ensureTopics([topic], count);
    return topic;
  }

  async sendAll(topic: string, messages: readonly OutgoingMessage[]): Promise<void> {
    const producer = await this.stream.producer();
    await producer.send(topic, messages);
    await producer.stop();
  }

  #opened(): Clients {
    if (this.#clients === undefined) throw new Error('The log has not been opened');
    return this.#clients;
  }
}

export const group = (): string => `group-${randomUUID()}`;

/** Messages whose values are 0, 1, 2 and so on, of `keys` keys. */
export function numbered(count: number, keys = 1): readonly OutgoingMessage[] {
  return range(count).map((index) => ({ key: `key-${index % keys}`, value: Buffer.from(`${index}`) }));
}

export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

export function offsetsOf(collector: Collector, partition: number): readonly number[] {
  return collector.batches.flatMap((batch) =>
    batch.partition === partition ? batch.messages.map(({ offset }) => offset) : [],
  );
}
