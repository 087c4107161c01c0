import type { MessageStream, OutgoingMessage, Producer, ReceivedMessage } from '@beatwatch/stream';
import { messageTooLarge, StreamError } from '../../../packages/stream/src/errors.ts';
import { maxMessageBytes } from '../../../packages/stream/src/limits.ts';
import { delay } from '../clock.ts';
import type { Host } from '../host.ts';
import { fingerprint } from '../trace.ts';
import { SimulatedConsumer } from './simulated-consumer.ts';
import { SimulatedGroup } from './simulated-group.ts';
import { unavailable, type BrokerOptions, type Logs } from './broker-options.ts';

const encoder = new TextEncoder();

/** A broker whose logs outlive every process, and which keeps groups of consumers as Kafka does. */
export class SimulatedBroker implements Logs {
  readonly around: BrokerOptions;
  readonly #topics = new Map<string, ReceivedMessage[][]>();
  readonly #groups = new Map<string, SimulatedGroup>();

  constructor(options: BrokerOptions) {
    this.around = options;
  }

  /** The log of a partition, which grows. */
  log(topic: string, partition: number): readonly ReceivedMessage[] {
    return this.#logs(topic)[partition] ?? [];
  }

  logs(topic: string): readonly (readonly ReceivedMessage[])[] {
    return this.#logs(topic);
  }

  /** Where messages of this key go. */
  partitionOf(key: string): number {
    return Number.parseInt(fingerprint(encoder.encode(key)), 16) % this.around.partitions;
  }

  append(topic: string, partition: number, messages: readonly Omit<ReceivedMessage, 'offset'>[]): void {
    const log = this.#logs(topic)[partition];
    if (log === undefined) throw new RangeError(`there is no partition ${partition}`);
    for (const message of messages) {
      const offset = log.length;
      log.push({ ...message, offset });
      this.around.trace.add('appended', topic, partition, offset, fingerprint(message.value));
    }
    for (const group of this.#groups.values()) group.appended({ topic, partition });
  }

  /** Whether the group has committed everything in a topic. */
  isRead(groupId: string, topic: string): boolean {
    return this.#logs(topic).every(
      ({ length }, partition) => (this.#groups.get(groupId)?.committed({ topic, partition }) ?? 0) >= length,
    );
  }

  /** Makes the group of these consumers divide the partitions anew. */
  rebalance(groupId: string): void {
    this.#groups.get(groupId)?.rebalance();
  }

  streamFor(host: Host): MessageStream {
    return {
      kind: 'kafka',
      logId: 'simulated',
      ensureTopics: async (topics) => {
        await this.#request(host);
        for (const topic of topics) this.#logs(topic);
      },
      producer: async () => {
        await this.#request(host);
        return this.#producerFor(host);
      },
      consume: async (options) => {
        await this.#request(host);
        const consumer = new SimulatedConsumer(options, {
          host,
          broker: this,
          group: this.#group(options.groupId),
        });
        await consumer.join();
        return consumer;
      },
      ping: () => this.#request(host),
      positions: async (groupId, topic) => {
        await this.#request(host);
        const group = this.#groups.get(groupId);
        return this.#logs(topic).map(({ length }, partition) => ({
          partition,
          committed: group?.committed({ topic, partition }) ?? 0,
          applied: group?.applied({ topic, partition }) ?? 0,
          end: length,
        }));
      },
      stop: () => Promise.resolve(),
    };
  }

  /** The way of a request to the broker. @throws StreamError `unavailable` */
  async #request(host: Host): Promise<void> {
    const { chance, weather } = this.around;
    await host.alive();
    await delay(chance.ms(0, 4));
    if (!weather.isBrokerDown && !host.isCutOff) return;
    await delay(chance.ms(100, 1500));
    await host.alive();
    throw unavailable();
  }

  #producerFor(host: Host): Producer {
    let isStopped = false;
    return {
      send: async (topic, messages) => {
        if (isStopped) throw new StreamError('the producer was stopped', { code: 'stopped' });
        for (const message of messages) requireSize(topic, message);
        await this.#request(host);
        await this.#send(host, topic, messages);
      },
      stop: () => {
        isStopped = true;
        return Promise.resolve();
      },
    };
  }

  async #send(host: Host, topic: string, messages: readonly OutgoingMessage[]): Promise<void> {
    const { chance, weather, trace, nowMs } = this.around;
    const byPartition = new Map<number, Omit<ReceivedMessage, 'offset'>[]>();
    for (const { key, value, timestampMs } of messages) {
      const partition = this.partitionOf(key);
      const of = byPartition.get(partition) ?? [];
      byPartition.set(partition, of);
      of.push({ key: encoder.encode(key), value, timestampMs: timestampMs ?? nowMs() });
    }
    // Each partition has a leader of its own: a send may reach some of them alone.
    for (const [partition, appended] of byPartition) {
      if (chance.happens(weather.failsBefore)) {
        trace.add('send fails', host.name, topic, partition);
        await host.alive();
        throw unavailable();
      }
      this.append(topic, partition, appended);
    }
    const isLost = chance.happens(weather.failsAfter);
    await delay(chance.ms(1, 6));
    await host.alive();
    if (isLost || weather.isBrokerDown || host.isCutOff) {
      trace.add('acknowledgement lost', host.name, topic);
      throw unavailable();
    }
  }

  #logs(topic: string): ReceivedMessage[][] {
    let logs = this.#topics.get(topic);
    if (logs === undefined) {
      logs = Array.from({ length: this.around.partitions }, () => []);
      this.#topics.set(topic, logs);
    }
    return logs;
  }

  #group(groupId: string): SimulatedGroup {
    let group = this.#groups.get(groupId);
    if (group === undefined) {
      group = new SimulatedGroup(groupId, this.around);
      this.#groups.set(groupId, group);
    }
    return group;
  }
}

function requireSize(topic: string, { key, value }: OutgoingMessage): void {
  const bytes = encoder.encode(key).byteLength + value.byteLength;
  if (bytes > maxMessageBytes) throw messageTooLarge(topic, bytes);
}
