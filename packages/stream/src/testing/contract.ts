import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MessageStream, OutgoingMessage, PartitionId } from '../port.ts';
import { Collector } from './collector.ts';
import { eventually } from './eventually.ts';

const partitions = 4;

/**
 * What every adapter of the message port has to do; the adapters' tests run this.
 *
 * @param open gives a stream to use; `again` another stream on the same log, as a second program would have it.
 */
export function describeMessageStream(
  name: string,
  open: () => Promise<{ readonly stream: MessageStream; readonly again: MessageStream }>,
): void {
  describe(name, () => {
    let stream: MessageStream;
    let again: MessageStream;
    beforeAll(async () => {
      ({ stream, again } = await open());
    });
    afterAll(async () => {
      await stream.stop();
      await again.stop();
    });

    async function newTopic(count = partitions): Promise<string> {
      const topic = `topic-${randomUUID()}`;
      await stream.ensureTopics([topic], count);
      return topic;
    }

    async function sendAll(topic: string, messages: readonly OutgoingMessage[]): Promise<void> {
      const producer = await stream.producer();
      await producer.send(topic, messages);
      await producer.stop();
    }

    const group = (): string => `group-${randomUUID()}`;

    describe('sending', () => {
      it('keeps the messages of a key in order and in one partition', async () => {
        const topic = await newTopic();
        await sendAll(topic, numbered(200, 7));
        const collector = await Collector.start(stream, { groupId: group(), topics: [topic] });
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
        const topic = await newTopic();
        const producer = await stream.producer();
        await Promise.all(
          range(300).map((index) => producer.send(topic, [{ key: 'one', value: Buffer.from(`${index}`) }])),
        );
        const collector = await Collector.start(stream, { groupId: group(), topics: [topic] });
        await collector.received(300);
        expect(collector.values.map(Number)).toEqual(range(300));
        await collector.consumer.stop();
        await producer.stop();
      });

      it('dates a message when it comes; only a log in memory takes the time that its sender gives', async () => {
        const topic = await newTopic(1);
        const beforeMs = Date.now();
        const value = Buffer.from('x');
        await sendAll(topic, [
          { key: 'one', value },
          { key: 'one', value, timestampMs: 1_600_000_000_123 },
        ]);
        const collector = await Collector.start(stream, { groupId: group(), topics: [topic] });
        await collector.received(2);
        const [now, said] = collector.messages.map(({ timestampMs }) => timestampMs);
        expect(now).toBeGreaterThanOrEqual(beforeMs);
        expect(now).toBeLessThanOrEqual(Date.now());
        if (stream.kind === 'kafka') expect(said).toBeGreaterThanOrEqual(beforeMs);
        else expect(said).toBe(1_600_000_000_123);
        await collector.consumer.stop();
      });

      it('sends 10,000 messages in one call, each once, with consecutive offsets', async () => {
        const topic = await newTopic();
        const value = randomBytes(700);
        await sendAll(
          topic,
          range(10_000).map((index) => ({ key: `key-${index % 64}`, value })),
        );
        const collector = await Collector.start(stream, { groupId: group(), topics: [topic] });
        await collector.received(10_000);
        for (let partition = 0; partition < partitions; partition += 1) {
          const offsets = offsetsOf(collector, partition);
          expect(offsets).toEqual(range(offsets.length));
        }
        expect(collector.messages).toHaveLength(10_000);
        await collector.consumer.stop();
      });

      it('keeps bytes unchanged: none, compressible, random, almost a megabyte', async () => {
        const topic = await newTopic(1);
        const values = [
          new Uint8Array(),
          new Uint8Array(50_000).fill(7),
          randomBytes(50_000),
          new Uint8Array(randomBytes(900_000)),
          // A view into a larger buffer must be sent as what it shows.
          new Uint8Array(Uint8Array.from(range(256)).buffer, 16, 100),
        ];
        await sendAll(
          topic,
          values.map((value) => ({ key: 'bytes', value })),
        );
        const collector = await Collector.start(stream, { groupId: group(), topics: [topic] });
        await collector.received(values.length);
        expect(collector.messages.map(({ value }) => Buffer.from(value).toString('hex'))).toEqual(
          values.map((value) => Buffer.from(value).toString('hex')),
        );
        await collector.consumer.stop();
      });

      it('refuses a topic that does not exist, a message that is too large, and to send after stop', async () => {
        const topic = await newTopic();
        const producer = await stream.producer();
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

    describe('beginning', () => {
      it("a new group begins at the log's start with `earliest`, at its end with `latest`", async () => {
        const topic = await newTopic();
        await sendAll(topic, numbered(20));
        const late = await Collector.start(stream, { groupId: group(), topics: [topic], from: 'latest' });
        const early = await Collector.start(stream, { groupId: group(), topics: [topic] });
        await sendAll(topic, [{ key: 'after', value: Buffer.from('after') }]);
        await Promise.all([late.received(1), early.received(21)]);
        expect(late.values).toEqual(['after']);
        await late.consumer.stop();
        await early.consumer.stop();
      });

      it('a group that began at the end misses no message sent while it had no consumer', async () => {
        const topic = await newTopic();
        const options = { groupId: group(), topics: [topic], from: 'latest' as const };
        const first = await Collector.start(stream, options);
        await first.consumer.stop();
        await sendAll(topic, numbered(20));
        const second = await Collector.start(stream, options);
        await second.received(20);
        await second.consumer.stop();
      });

      it('says how far a group is in each partition', async () => {
        const topic = await newTopic(1);
        const groupId = group();
        await sendAll(topic, numbered(5));
        const none = { partition: 0, committed: 0, applied: 0, end: 5 };
        expect(await stream.positions(groupId, topic)).toEqual([none]);
        const collector = await Collector.start(stream, { groupId, topics: [topic] });
        await collector.received(5);
        await collector.consumer.commit([{ topic, partition: 0, nextOffset: 3 }]);
        expect(await stream.positions(groupId, topic)).toEqual([{ ...none, committed: 3, applied: 3 }]);
        await collector.consumer.commit([{ topic, partition: 0, nextOffset: 3, appliedOffset: 4 }]);
        expect(await stream.positions(groupId, topic)).toEqual([{ ...none, committed: 3, applied: 4 }]);
        await collector.consumer.stop();
      });

      it('ensuring a topic again keeps its messages', async () => {
        const topic = await newTopic(2);
        await sendAll(topic, numbered(5));
        await Promise.all([stream.ensureTopics([topic], 2), again.ensureTopics([topic])]);
        const collector = await Collector.start(stream, { groupId: group(), topics: [topic] });
        await collector.received(5);
        expect([...collector.owned].sort()).toEqual([0, 1]);
        await collector.consumer.stop();
      });

      it('answers a ping', async () => {
        await expect(stream.ping()).resolves.toBeUndefined();
      });

      it('gives the log an id that all clients share', () => {
        expect(stream.logId).not.toBe('');
        expect(again.logId).toBe(stream.logId);
      });
    });

    describe('delivery', () => {
      it('delivers one batch of a partition at a time, and batches of different partitions concurrently', async () => {
        const topic = await newTopic();
        const inHand = new Set<number>();
        let together = 0;
        let overlapped = false;
        const collector = await Collector.start(stream, {
          groupId: group(),
          topics: [topic],
          onBatch: async ({ partition }) => {
            if (inHand.has(partition)) overlapped = true;
            inHand.add(partition);
            together = Math.max(together, inHand.size);
            await eventually('two batches are in progress', () => together > 1);
            inHand.delete(partition);
          },
        });
        for (let round = 0; round < 5; round += 1) await sendAll(topic, numbered(100, 40));
        await collector.received(500);
        expect(overlapped).toBe(false);
        await collector.consumer.stop();
      });

      it('delivers a rejected batch again from its first message, and skips none', async () => {
        const topic = await newTopic(1);
        let rejections = 3;
        const done: string[] = [];
        const collector = await Collector.start(stream, {
          groupId: group(),
          topics: [topic],
          onBatch: ({ messages }) => {
            if (rejections-- > 0) return Promise.reject(new Error('The database is away'));
            done.push(...messages.map(({ value }) => Buffer.from(value).toString()));
            return Promise.resolve();
          },
        });
        await sendAll(topic, numbered(10));
        await eventually('every message was taken', () => done.length >= 10);
        expect(done.map(Number)).toEqual(range(10));
        expect(collector.batches.slice(0, 4).map(({ messages }) => messages[0]?.offset)).toEqual([
          0, 0, 0, 0,
        ]);
        await collector.consumer.stop();
      });

      it('a blocked partition holds up no other', async () => {
        const topic = await newTopic();
        let release: () => void = () => undefined;
        const held = new Promise<void>((resolve) => {
          release = resolve;
        });
        let heldPartition: number | undefined;
        const collector = await Collector.start(stream, {
          groupId: group(),
          topics: [topic],
          onBatch: async ({ partition }) => {
            heldPartition ??= partition;
            if (partition === heldPartition) await held;
          },
        });
        const witness = await Collector.start(stream, { groupId: group(), topics: [topic] });
        await sendAll(topic, numbered(40, 40));
        await eventually('a batch is held', () => heldPartition !== undefined);
        await sendAll(topic, numbered(40, 40));
        await witness.received(80);
        const others = range(partitions).filter((partition) => partition !== heldPartition);
        await eventually('the other partitions were given whole', () =>
          others.every(
            (partition) => offsetsOf(collector, partition).length === offsetsOf(witness, partition).length,
          ),
        );
        expect(offsetsOf(collector, heldPartition ?? 0).length).toBeGreaterThan(0);
        await witness.consumer.stop();
        release();
        await collector.received(80);
        await collector.consumer.stop();
      });

      it('delivers no batch while paused, and all of them afterwards', async () => {
        const topic = await newTopic();
        const collector = await Collector.start(stream, { groupId: group(), topics: [topic] });
        const witness = await Collector.start(stream, { groupId: group(), topics: [topic] });
        collector.consumer.pause();
        await sendAll(topic, numbered(50));
        await witness.received(50);
        expect(collector.messages).toHaveLength(0);
        collector.consumer.resume();
        await collector.received(50);
        await collector.consumer.stop();
        await witness.consumer.stop();
      });
    });

    describe('positions', () => {
      it('a group that has committed nothing reads everything again', async () => {
        const topic = await newTopic();
        await sendAll(topic, numbered(30));
        const options = { groupId: group(), topics: [topic] };
        for (let run = 0; run < 2; run += 1) {
          const collector = await Collector.start(stream, options);
          await collector.received(30);
          await collector.consumer.stop();
          expect(collector.messages).toHaveLength(30);
        }
      });

      it('a group resumes at its committed positions, in the middle of a batch too', async () => {
        const topic = await newTopic(1);
        await sendAll(topic, numbered(30));
        const options = { groupId: group(), topics: [topic] };
        const first = await Collector.start(stream, options);
        await first.received(30);
        await first.consumer.commit([{ topic, partition: 0, nextOffset: 12 }]);
        await first.consumer.stop();
        const second = await Collector.start(again, options);
        await second.received(18);
        expect(second.values.map(Number)).toEqual(range(30).slice(12));
        await second.consumer.stop();
      });

      it('ignores a commit of partitions that the consumer does not own', async () => {
        const topic = await newTopic(1);
        await sendAll(topic, numbered(10));
        const options = { groupId: group(), topics: [topic] };
        const first = await Collector.start(stream, options);
        await first.received(10);
        await first.consumer.stop();
        await first.consumer.commit([{ topic, partition: 0, nextOffset: 10 }]);
        const second = await Collector.start(stream, options);
        await second.received(10);
        expect(second.messages[0]?.offset).toBe(0);
        await second.consumer.stop();
      });
    });

    describe('sharing', () => {
      it('two consumers of a group share the partitions, and one takes over those that the other gives up', async () => {
        const topic = await newTopic();
        const options = {
          groupId: group(),
          topics: [topic],
          onBatch: (batch: Parameters<Collector['commitBatch']>[0], collector: Collector) =>
            collector.commitBatch(batch),
        };
        const first = await Collector.start(stream, options);
        const second = await Collector.start(again, options);
        await eventually(
          'each has its share',
          () => first.owned.length === partitions / 2 && second.owned.length === partitions / 2,
        );
        expect([...first.owned, ...second.owned].sort()).toEqual(range(partitions));
        await sendAll(topic, numbered(200, 40));
        await eventually(
          'every message was received',
          () => first.messages.length + second.messages.length >= 200,
        );
        await second.consumer.stop();
        await eventually('the first has all partitions', () => first.owned.length === partitions);
        await sendAll(topic, numbered(200, 40));
        await eventually(
          'every further message was received',
          () => first.messages.length + second.messages.length >= 400,
        );
        // Committed before the hand-over: nothing comes twice.
        expect(first.messages.length + second.messages.length).toBe(400);
        await first.consumer.stop();
      });

      it('a stop awaits the batch in progress, calls onRevoking, then leaves the group', async () => {
        const topic = await newTopic(1);
        const steps: string[] = [];
        let release: () => void = () => undefined;
        const held = new Promise<void>((resolve) => {
          release = resolve;
        });
        const options = { groupId: group(), topics: [topic] };
        const first = await Collector.start(stream, {
          ...options,
          onBatch: async () => {
            await held;
            steps.push('batch done');
          },
          onRevoking: async (revoked) => {
            steps.push(`revoking ${revoked.map(({ partition }) => partition).join()}`);
            await first.consumer.commit([{ topic, partition: 0, nextOffset: 5 }]);
          },
        });
        await sendAll(topic, numbered(5));
        await first.received(1);
        const stopped = first.consumer.stop().then(() => steps.push('stopped'));
        release();
        await stopped;
        expect(steps).toEqual(['batch done', 'revoking 0', 'stopped']);

        await sendAll(topic, numbered(1));
        const second = await Collector.start(stream, options);
        await second.received(1);
        expect(second.messages[0]?.offset).toBe(5);
        await second.consumer.stop();
      });

      it('before another consumer takes partitions over, the owner finishes and commits', async () => {
        const topic = await newTopic();
        const options = { groupId: group(), topics: [topic] };
        const next = new Map<number, number>();
        const first = await Collector.start(stream, {
          ...options,
          onBatch: ({ partition, messages }) => {
            next.set(partition, (messages.at(-1)?.offset ?? 0) + 1);
            return Promise.resolve();
          },
          onRevoking: (revoked: readonly PartitionId[]) =>
            first.consumer.commit(
              revoked.map(({ partition }) => ({ topic, partition, nextOffset: next.get(partition) ?? 0 })),
            ),
        });
        await sendAll(topic, numbered(100, 40));
        await first.received(100);
        const second = await Collector.start(again, options);
        await eventually('each has its share', () => first.owned.length === partitions / 2);
        await sendAll(topic, numbered(100, 40));
        await eventually(
          'every message was received',
          () => first.messages.length + second.messages.length >= 200,
        );
        expect(first.messages.length + second.messages.length).toBe(200);
        await first.consumer.stop();
        await second.consumer.stop();
      });
    });
  });
}

function numbered(count: number, keys = 1): readonly OutgoingMessage[] {
  return range(count).map((index) => ({ key: `key-${index % keys}`, value: Buffer.from(`${index}`) }));
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function offsetsOf(collector: Collector, partition: number): readonly number[] {
  return collector.batches.flatMap((batch) =>
    batch.partition === partition ? batch.messages.map(({ offset }) => offset) : [],
  );
}
