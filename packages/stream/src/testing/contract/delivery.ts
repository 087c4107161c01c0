import { describe, expect, it } from 'vitest';
import { Collector } from '../collector.ts';
import { eventually } from '../eventually.ts';
import { group, numbered, offsetsOf, partitions, range, type LogUnderTest } from './log-under-test.ts';

/** How batches are delivered. */
export function describeDelivery(log: LogUnderTest): void {
  describe('delivery', () => {
    it('delivers one batch of a partition at a time, and batches of different partitions concurrently', async () => {
      const topic = await log.newTopic();
      const inHand = new Set<number>();
      let together = 0;
      let overlapped = false;
      const collector = await Collector.start(log.stream, {
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
      for (let round = 0; round < 5; round += 1) await log.sendAll(topic, numbered(100, 40));
      await collector.received(500);
      expect(overlapped).toBe(false);
      await collector.consumer.stop();
    });

    it('delivers a rejected batch again from its first message, and skips none', async () => {
      const topic = await log.newTopic(1);
      let rejections = 3;
      const done: string[] = [];
      const collector = await Collector.start(log.stream, {
        groupId: group(),
        topics: [topic],
        onBatch: ({ messages }) => {
          if (rejections-- > 0) return Promise.reject(new Error('The database is away'));
          done.push(...messages.map(({ value }) => Buffer.from(value).toString()));
          return Promise.resolve();
        },
      });
      await log.sendAll(topic, numbered(10));
      await eventually('every message was taken', () => done.length >= 10);
      expect(done.map(Number)).toEqual(range(10));
      expect(collector.batches.slice(0, 4).map(({ messages }) => messages[0]?.offset)).toEqual([0, 0, 0, 0]);
      await collector.consumer.stop();
    });

    it('a blocked partition holds up no other', async () => {
      const topic = await log.newTopic();
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      let heldPartition: number | undefined;
      const collector = await Collector.start(log.stream, {
        groupId: group(),
        topics: [topic],
        onBatch: async ({ partition }) => {
          heldPartition ??= partition;
          if (partition === heldPartition) await held;
        },
      });
      const witness = await Collector.start(log.stream, { groupId: group(), topics: [topic] });
      await log.sendAll(topic, numbered(40, 40));
      await eventually('a batch is held', () => heldPartition !== undefined);
      await log.sendAll(topic, numbered(40, 40));
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
      const topic = await log.newTopic();
      const collector = await Collector.start(log.stream, { groupId: group(), topics: [topic] });
      const witness = await Collector.start(log.stream, { groupId: group(), topics: [topic] });
      collector.consumer.pause();
      await log.sendAll(topic, numbered(50));
      await witness.received(50);
      expect(collector.messages).toHaveLength(0);
      collector.consumer.resume();
      await collector.received(50);
      await collector.consumer.stop();
      await witness.consumer.stop();
    });
  });
}
