import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { Collector } from '../testing/collector.ts';
import { describeMessageStream } from '../testing/contract.ts';
import { eventually } from '../testing/eventually.ts';
import { brokerForTests } from '../testing/index.ts';
import type { Compression } from './codecs.ts';
import { kafkaClient, withAdmin } from './connection.ts';
import { leaveGroupFor, type GroupMember } from './group-member.ts';
import { createKafkaStream } from './stream.ts';

const broker = await brokerForTests();

if ('skip' in broker) {
  it.skip(`the Kafka stream: ${broker.skip}`);
} else {
  const { brokers } = broker;
  const warnings: string[] = [];
  const open = (compression?: Compression) =>
    createKafkaStream({
      brokers,
      clientId: `test-${randomUUID()}`,
      ...(compression === undefined ? {} : { compression }),
      onWarning: (message, context) => warnings.push(`${message} ${JSON.stringify(context)}`),
    });

  afterAll(() => broker.stop());

  describeMessageStream('the Kafka stream', async () => ({ stream: await open(), again: await open() }));

  describe('Kafka alone', () => {
    it.each(['none', 'lz4', 'gzip'] as const)(
      'reads back what was compressed with %s',
      async (compression) => {
        const stream = await open(compression);
        const topic = `topic-${randomUUID()}`;
        await stream.ensureTopics([topic], 2);
        const producer = await stream.producer();
        const values = Array.from({ length: 500 }, (_, index) => `${'ecg'.repeat(200)} ${index}`);
        await producer.send(
          topic,
          values.map((value) => ({ key: value, value: Buffer.from(value) })),
        );
        const collector = await Collector.start(stream, { groupId: randomUUID(), topics: [topic] });
        await collector.received(500);
        expect(new Set(collector.values)).toEqual(new Set(values));
        await stream.stop();
      },
    );

    it('tiny messages without number are sent and read in batches of some', async () => {
      const stream = await open('none');
      const topic = `topic-${randomUUID()}`;
      await stream.ensureTopics([topic], 1);
      const producer = await stream.producer();
      await producer.send(
        topic,
        Array.from({ length: 150_000 }, () => ({ key: 'k', value: Uint8Array.of(7) })),
      );
      let received = 0;
      let largest = 0;
      await stream.consume({
        groupId: randomUUID(),
        topics: [topic],
        from: 'earliest',
        onBatch: ({ messages }) => {
          received += messages.length;
          largest = Math.max(largest, messages.length);
          return Promise.resolve();
        },
      });
      await expect.poll(() => received, { timeout: 30_000 }).toBe(150_000);
      expect(largest).toBeLessThanOrEqual(2000);
      await stream.stop();
    });

    it('a message that the topic refuses for its size takes no other with it', async () => {
      const stream = await open('none');
      const topic = `topic-${randomUUID()}`;
      await withAdmin(kafkaClient({ brokers, clientId: 'small', onWarning: () => undefined }), (admin) =>
        admin.createTopics({
          topics: [
            { topic, numPartitions: 1, configEntries: [{ name: 'max.message.bytes', value: '20000' }] },
          ],
        }),
      );
      const producer = await stream.producer();
      const small = Array.from({ length: 50 }, (_, index) => ({
        key: `k${index}`,
        value: Buffer.alloc(1000, 'x'),
      }));
      const sends = [
        producer.send(topic, small),
        producer.send(topic, [{ key: 'big', value: Buffer.alloc(50_000, 'y') }]),
        producer.send(topic, [{ key: 'last', value: Buffer.alloc(10) }]),
      ];
      const outcomes = await Promise.allSettled(sends);
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      await expect(sends[1]).rejects.toMatchObject({ code: 'message-too-large', retryable: false });
      const collector = await Collector.start(stream, { groupId: randomUUID(), topics: [topic] });
      await collector.received(51);
      await stream.stop();
    });

    it('a batch that takes longer than the session timeout does not cost the membership', async () => {
      const stream = await createKafkaStream({ brokers, clientId: 'slow', sessionTimeoutMs: 1500 });
      const topic = `topic-${randomUUID()}`;
      await stream.ensureTopics([topic], 1);
      const producer = await stream.producer();
      await producer.send(topic, [{ key: 'a', value: Buffer.from('a') }]);
      let done = false;
      const collector = await Collector.start(stream, {
        groupId: randomUUID(),
        topics: [topic],
        onBatch: async (batch, of) => {
          await new Promise((resolve) => setTimeout(resolve, 2500));
          await of.commitBatch(batch);
          done = true;
        },
      });
      await collector.received(1);
      await producer.send(topic, [{ key: 'a', value: Buffer.from('b') }]);
      await collector.received(2);
      expect(done).toBe(true);
      expect(collector.values).toEqual(['a', 'b']);
      expect(collector.assignments).toHaveLength(1);
      await stream.stop();
    });

    it('gives the partitions of a dead consumer to another at once where its place is given up for it', async () => {
      const stream = await open('none');
      const topic = `topic-${randomUUID()}`;
      const groupId = randomUUID();
      await stream.ensureTopics([topic], 2);
      const program = fileURLToPath(new URL('../testing/consumer-process.ts', import.meta.url));
      // Without help the group would wait for it for a minute.
      const args = ['--import', 'tsx', program, brokers[0] ?? '', topic, groupId, '60000'];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      const [member] = (await once(child, 'message')) as [GroupMember];
      child.kill('SIGKILL');
      await once(child, 'exit');
      await leaveGroupFor(brokers, member);
      const heir = await Collector.start(stream, { groupId, topics: [topic] });
      await eventually('the heir has both partitions', () => heir.owned.length === 2, 20_000);
      // The group does not know it any more.
      await leaveGroupFor(brokers, member);
      await stream.stop();
    });

    it('rejects within seconds where no broker responds', async () => {
      await expect(createKafkaStream({ brokers: ['127.0.0.1:1'], clientId: 'nobody' })).rejects.toMatchObject(
        { code: 'unavailable', retryable: true },
      );
    });
  });
}
