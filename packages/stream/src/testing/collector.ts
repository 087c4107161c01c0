import type {
  Batch,
  Consumer,
  ConsumerOptions,
  MessageStream,
  PartitionId,
  ReceivedMessage,
} from '../port.ts';
import { eventually } from './eventually.ts';

type Overrides = Partial<Omit<ConsumerOptions, 'onBatch'>> &
  Pick<ConsumerOptions, 'groupId' | 'topics'> & {
    /** In place of resolving at once. */
    readonly onBatch?: (batch: Batch, collector: Collector) => Promise<void>;
  };

/** A consumer for tests, which keeps what it has been given. */
export class Collector {
  readonly batches: Batch[] = [];
  readonly assignments: (readonly PartitionId[])[] = [];
  #consumer: Consumer | undefined;

  static async start(stream: MessageStream, options: Overrides): Promise<Collector> {
    const collector = new Collector();
    collector.#consumer = await stream.consume({
      from: 'earliest',
      ...options,
      onAssigned: async (partitions) => {
        collector.assignments.push(partitions);
        await options.onAssigned?.(partitions);
      },
      onBatch: async (batch) => {
        collector.batches.push(batch);
        await options.onBatch?.(batch, collector);
      },
    });
    return collector;
  }

  get consumer(): Consumer {
    if (this.#consumer === undefined) throw new Error('The consumer has not been started');
    return this.#consumer;
  }

  get messages(): readonly ReceivedMessage[] {
    return this.batches.flatMap(({ messages }) => messages);
  }

  get values(): readonly string[] {
    return this.messages.map(({ value }) => Buffer.from(value).toString());
  }

  /** Partitions owned by the last assignment. */
  get owned(): readonly number[] {
    return (this.assignments.at(-1) ?? []).map(({ partition }) => partition);
  }

  async received(count: number): Promise<void> {
    await eventually(
      `${count} messages were received`,
      () => this.batches.reduce((sum, { messages }) => sum + messages.length, 0) >= count,
    );
  }

  commitBatch({ topic, partition, messages }: Batch): Promise<void> {
    const last = messages.at(-1);
    if (last === undefined) return Promise.resolve();
    return this.consumer.commit([{ topic, partition, nextOffset: last.offset + 1 }]);
  }
}
