import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { findLocalBrokerSupport, startLocalBroker } from '../local-broker/index.ts';
import { Collector } from '../testing/collector.ts';
import { eventually } from '../testing/eventually.ts';
import { createKafkaStream } from './stream.ts';

const support = await findLocalBrokerSupport();

if (!support.available && process.env['CI'] === 'true') throw new Error(support.reason);

// These kill the broker, so it has to be their own, whatever KAFKA_BROKERS says.
describe.skipIf(!support.available)('the Kafka stream when something dies', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'beatwatch-faults-'));
  let broker = await startLocalBroker({ dataDir });
  const { brokers } = broker;
  afterAll(async () => {
    await broker.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('passes over a batch whose bytes the disk has damaged, and reports it', async () => {
    const stream = await createKafkaStream({ brokers, clientId: 'damaged' });
    const topic = `topic-${randomUUID()}`;
    await stream.ensureTopics([topic], 1);
    const producer = await stream.producer();
    for (let batch = 0; batch < 3; batch += 1) {
      const values = Array.from({ length: 10 }, (_, index) => `message ${batch * 10 + index}`);
      await producer.send(
        topic,
        values.map((value) => ({ key: 'k', value: Buffer.from(value) })),
      );
    }
    await damageSecondBatch(dataDir, topic);
    const received: string[] = [];
    await stream.consume({
      groupId: randomUUID(),
      topics: [topic],
      from: 'earliest',
      onBatch: ({ messages }) => {
        for (const { offset, value, damaged } of messages) {
          received.push(damaged === undefined ? Buffer.from(value).toString() : `damaged at ${offset}`);
        }
        return Promise.resolve();
      },
    });
    await producer.send(topic, [{ key: 'k', value: Buffer.from('message 30') }]);
    const whole = Array.from({ length: 31 }, (_, index) => `message ${index}`);
    await eventually('all are read', () => received.length >= 22, 30_000);
    expect(received).toEqual([...whole.slice(0, 10), 'damaged at 19', ...whole.slice(20)]);
    await stream.stop();
  });

  it('loses and repeats no acknowledged message when the broker is killed under load', async () => {
    const stream = await createKafkaStream({ brokers, clientId: 'load' });
    const topic = `topic-${randomUUID()}`;
    await stream.ensureTopics([topic], 4);
    const producer = await stream.producer();
    const live = await Collector.start(stream, {
      groupId: randomUUID(),
      topics: [topic],
      onBatch: (batch, collector) => collector.commitBatch(batch),
    });

    const acknowledged: string[] = [];
    const load = { isOn: true, sent: 0 };
    // Two at a time: what is sent while a request is under way must not be mixed up with it.
    const loops = [0, 1].map(async () => {
      while (load.isOn) {
        const values = Array.from({ length: 50 }, () => `${load.sent++}`);
        await producer.send(
          topic,
          values.map((value) => ({ key: `key-${Number(value) % 32}`, value: Buffer.from(value) })),
        );
        acknowledged.push(...values);
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    for (let kill = 0; kill < 2; kill += 1) {
      const before = acknowledged.length;
      await eventually('messages flow', () => acknowledged.length > before + 2000, 60_000);
      process.kill(broker.pid, 'SIGKILL');
      broker = await startLocalBroker({ dataDir });
      expect(broker.brokers).toEqual(brokers);
    }
    const before = acknowledged.length;
    await eventually('messages flow again', () => acknowledged.length > before + 2000, 60_000);
    load.isOn = false;
    await Promise.all(loops);

    const reader = await Collector.start(stream, { groupId: randomUUID(), topics: [topic] });
    await reader.received(acknowledged.length);
    expect(inOrder(reader.values)).toEqual(inOrder(acknowledged));
    await eventually(
      'the consumer that lived through it has everything',
      () => new Set(live.values).size === acknowledged.length,
      60_000,
    );
    await stream.stop();
  });

  it('hands the partitions of a killed consumer to another, which misses nothing', async () => {
    const stream = await createKafkaStream({ brokers, clientId: 'heir', sessionTimeoutMs: 1500 });
    const topic = `topic-${randomUUID()}`;
    const groupId = randomUUID();
    await stream.ensureTopics([topic], 4);
    const producer = await stream.producer();
    const effects = new Set<string>();
    const program = fileURLToPath(new URL('../testing/consumer-process.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', program, brokers[0] ?? '', topic, groupId], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    createInterface(child.stdout).on('line', (value) => effects.add(value));

    let sent = 0;
    const sendSome = async (): Promise<void> => {
      const values = Array.from({ length: 100 }, () => `${sent++}`);
      await producer.send(
        topic,
        values.map((value) => ({ key: `key-${Number(value) % 32}`, value: Buffer.from(value) })),
      );
    };
    await sendSome();
    await eventually('the first consumer works', () => effects.size === 100, 60_000);
    const heir = await Collector.start(stream, {
      groupId,
      topics: [topic],
      onBatch: async (batch, collector) => {
        for (const { value } of batch.messages) effects.add(Buffer.from(value).toString());
        await collector.commitBatch(batch);
      },
    });
    for (let round = 0; round < 20; round += 1) await sendSome();
    child.kill('SIGKILL');
    for (let round = 0; round < 20; round += 1) await sendSome();
    await eventually('the heir has all partitions', () => heir.owned.length === 4);
    await eventually('every message had its effect', () => effects.size === sent);
    await stream.stop();
  });
});

function inOrder(values: readonly string[]): readonly number[] {
  return values.map(Number).sort((a, b) => a - b);
}

/** Overwrites the records of a topic's second batch on the broker's disk. */
async function damageSecondBatch(dataDir: string, topic: string): Promise<void> {
  const names = await readdir(dataDir, { recursive: true });
  const name = names.find((found) => found.includes(`${topic}-0`) && found.endsWith('.log'));
  if (name === undefined) throw new Error('the log of the topic is missing');
  const path = join(dataDir, name);
  const log = await readFile(path);
  const second = 12 + log.readInt32BE(8);
  const file = await open(path, 'r+');
  await file.write(Buffer.alloc(40, 0xff), 0, 40, second + 61);
  await file.close();
}
