import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Collector } from '../collector.ts';
import { group, numbered, offsetsOf, partitions, range, type LogUnderTest } from './log-under-test.ts';

/** What a producer has to do. */
export function describeSending(log: LogUnderTest): void {
  describe('sending', () => {
    it('keeps the messages of a key in order and in one partition', async () => {
      const topic = await log.newTopic();
      await log.sendAll(topic, numbered(200, 7));
      const collector = await Collector.start(log.stream, { groupId: group(), topics: [topic] });
      await collector.received(200);
      for (let key = 0; key < 7; key += 1) {
        const ofKey = collector.batches.flatMap(({ partition, messages }) =>
          messages.flatMap((message) =>
            Buffer.from(message.key).toString() === `key-${key}` ? [{ partition, message }] : [],
          ),
        );
        expect(new Set(ofKey.map(({ partition }) => partition)).size).toBe(1);
        expect(ofKey.map(({ message }) => Number(Buffer.from(message.value)))).toEqual(
          range(200).filter((index) => index % 7 === key),
        );
      }
      await collector.consumer.stop();
    });

    it('keeps the order of sends that are not awaited', async () => {
      const topic = await log.newTopic();
      const producer = await log.stream.producer();
      await Promise.all(
        range(300).map((index) => producer.send(topic, [{ key: 'one', value: Buffer.from(`${index}`) }])),
      );
      const collector = await Collector.start(log.stream, { groupId: group(), topics: [topic] });
      await collector.received(300);
      expect(collector.values.map(Number)).toEqual(range(300));
      await collector.consumer.stop();
      await producer.stop();
    });

    it('dates a message when it comes; only a log in memory takes the time that its sender gives', async () => {
      const topic = await log.newTopic(1);
      const beforeMs = Date.now();
      const value = Buffer.from('x');
      await log.sendAll(topic, [
        { key: 'one', value },
        { key: 'one', value, timestampMs: 1_600_000_000_123 },
      ]);
      const collector = await Collector.start(log.stream, { groupId: group(), topics: [topic] });
      await collector.received(2);
      const [now, said] = collector.messages.map(({ timestampMs }) => timestampMs);
      expect(now).toBeGreaterThanOrEqual(beforeMs);
      expect(now).toBeLessThanOrEqual(Date.now());
      if (log.stream.kind === 'kafka') expect(said).toBeGreaterThanOrEqual(beforeMs);
      else expect(said).toBe(1_600_000_000_123);
      await collector.consumer.stop();
    });

    it('sends 10,000 messages in one call, each once, with consecutive offsets', async () => {
      const topic = await log.newTopic();
      const value = randomBytes(700);
      await log.sendAll(
        topic,
        range(10_000).map((index) => ({ key: `key-${index % 64}`, value })),
      );
      const collector = await Collector.start(log.stream, { groupId: group(), topics: [topic] });
      await collector.received(10_000);
      for (let partition = 0; partition < partitions; partition += 1) {
        const offsets = offsetsOf(collector, partition);
        expect(offsets).toEqual(range(offsets.length));
      }
      expect(collector.messages).toHaveLength(10_000);
      await collector.consumer.stop();
    });

    it('keeps bytes unchanged: none, compressible, random, almost a megabyte', async () => {
      const topic = await log.newTopic(1);
      const values = [
        new Uint8Array(),
        new Uint8Array(50_000).fill(7),
        randomBytes(50_000),
        new Uint8Array(randomBytes(900_000)),
        // A view into a larger buffer must be sent as what it shows.
        new Uint8Array(Uint8Array.from(range(256)).buffer, 16, 100),
      ];
      await log.sendAll(
        topic,
        values.map((value) => ({ key: 'bytes', value })),
      );
      const collector = await Collector.start(log.stream, { groupId: group(), topics: [topic] });
      await collector.received(values.length);
      expect(collector.messages.map(({ value }) => Buffer.from(value).toString('hex'))).toEqual(
        values.map((value) => Buffer.from(value).toString('hex')),
      );
      await collector.consumer.stop();
    });

    it('refuses a topic that does not exist, a message that is too large, and to send after stop', async () => {
      const topic = await log.newTopic();
      const producer = await log.stream.producer();
      await expect(producer.send(`no-${topic}`, numbered(1))).rejects.toMatchObject({
        code: 'unknown-topic',
      });
      await expect(
        producer.send(topic, [{ key: 'large', value: new Uint8Array(1_000_000) }]),
      ).rejects.toMatchObject({ code: 'message-too-large' });
      await producer.send(topic, numbered(1));
      await producer.stop();
      await expect(producer.send(topic, numbered(1))).rejects.toMatchObject({ code: 'stopped' });
    });
  });
}
