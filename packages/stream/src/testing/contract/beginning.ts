import { describe, expect, it } from 'vitest';
import { Collector } from '../collector.ts';
import { group, numbered, type LogUnderTest } from './log-under-test.ts';

/** Where a group begins, and what is known of a log. */
export function describeBeginning(log: LogUnderTest): void {
  describe('beginning', () => {
    it("a new group begins at the log's start with `earliest`, at its end with `latest`", async () => {
      const topic = await log.newTopic();
      await log.sendAll(topic, numbered(20));
      const late = await Collector.start(log.stream, { groupId: group(), topics: [topic], from: 'latest' });
      const early = await Collector.start(log.stream, { groupId: group(), topics: [topic] });
      await log.sendAll(topic, [{ key: 'after', value: Buffer.from('after') }]);
      await Promise.all([late.received(1), early.received(21)]);
      expect(late.values).toEqual(['after']);
      await late.consumer.stop();
      await early.consumer.stop();
    });

    it('a group that began at the end misses no message sent while it had no consumer', async () => {
      const topic = await log.newTopic();
      const options = { groupId: group(), topics: [topic], from: 'latest' as const };
      const first = await Collector.start(log.stream, options);
      await first.consumer.stop();
      await log.sendAll(topic, numbered(20));
      const second = await Collector.start(log.stream, options);
      await second.received(20);
      await second.consumer.stop();
    });

    it('says how far a group is in each partition', async () => {
      const topic = await log.newTopic(1);
      const groupId = group();
      await log.sendAll(topic, numbered(5));
      const none = { partition: 0, committed: 0, applied: 0, end: 5 };
      expect(await log.stream.positions(groupId, topic)).toEqual([none]);
      const collector = await Collector.start(log.stream, { groupId, topics: [topic] });
      await collector.received(5);
      await collector.consumer.commit([{ topic, partition: 0, nextOffset: 3 }]);
      expect(await log.stream.positions(groupId, topic)).toEqual([{ ...none, committed: 3, applied: 3 }]);
      await collector.consumer.commit([{ topic, partition: 0, nextOffset: 3, appliedOffset: 4 }]);
      expect(await log.stream.positions(groupId, topic)).toEqual([{ ...none, committed: 3, applied: 4 }]);
      await collector.consumer.stop();
    });

    it('ensuring a topic again keeps its messages', async () => {
      const topic = await log.newTopic(2);
      await log.sendAll(topic, numbered(5));
      await Promise.all([log.stream.ensureTopics([topic], 2), log.again.ensureTopics([topic])]);
      const collector = await Collector.start(log.stream, { groupId: group(), topics: [topic] });
      await collector.received(5);
      expect([...collector.owned].sort()).toEqual([0, 1]);
      await collector.consumer.stop();
    });

    it('answers a ping', async () => {
      await expect(log.stream.ping()).resolves.toBeUndefined();
    });

    it('gives the log an id that all clients share', () => {
      expect(log.stream.logId).not.toBe('');
      expect(log.again.logId).toBe(log.stream.logId);
    });
  });
}
