import { describe, expect, it } from 'vitest';
import { Collector } from '../collector.ts';
import { group, numbered, range, type LogUnderTest } from './log-under-test.ts';

/** What a commit means. */
export function describePositions(log: LogUnderTest): void {
  describe('positions', () => {
    it('a group that has committed nothing reads everything again', async () => {
      const topic = await log.newTopic();
      await log.sendAll(topic, numbered(30));
      const options = { groupId: group(), topics: [topic] };
      for (let run = 0; run < 2; run += 1) {
        const collector = await Collector.start(log.stream, options);
        await collector.received(30);
        await collector.consumer.stop();
        expect(collector.messages).toHaveLength(30);
      }
    });

    it('a group resumes at its committed positions, in the middle of a batch too', async () => {
      const topic = await log.newTopic(1);
      await log.sendAll(topic, numbered(30));
      const options = { groupId: group(), topics: [topic] };
      const first = await Collector.start(log.stream, options);
      await first.received(30);
      await first.consumer.commit([{ topic, partition: 0, nextOffset: 12 }]);
      await first.consumer.stop();
      const second = await Collector.start(log.again, options);
      await second.received(18);
      expect(second.values.map(Number)).toEqual(range(30).slice(12));
      await second.consumer.stop();
    });

    it('ignores a commit of partitions that the consumer does not own', async () => {
      const topic = await log.newTopic(1);
      await log.sendAll(topic, numbered(10));
      const options = { groupId: group(), topics: [topic] };
      const first = await Collector.start(log.stream, options);
      await first.received(10);
      await first.consumer.stop();
      await first.consumer.commit([{ topic, partition: 0, nextOffset: 10 }]);
      const second = await Collector.start(log.stream, options);
      await second.received(10);
      expect(second.messages[0]?.offset).toBe(0);
      await second.consumer.stop();
    });
  });
}
