import { describe, expect, it } from 'vitest';
import type { PartitionId } from '../../port.ts';
import { Collector } from '../collector.ts';
import { eventually } from '../eventually.ts';
import { group, numbered, partitions, range, type LogUnderTest } from './log-under-test.ts';

/** How consumers of a group share partitions. */
export function describeSharing(log: LogUnderTest): void {
  describe('sharing', () => {
    it('two consumers of a group share the partitions, and one takes over those that the other gives up', async () => {
      const topic = await log.newTopic();
      const options = {
        groupId: group(),
        topics: [topic],
        onBatch: (batch: Parameters<Collector['commitBatch']>[0], collector: Collector) =>
          collector.commitBatch(batch),
      };
      const first = await Collector.start(log.stream, options);
      const second = await Collector.start(log.again, options);
      await eventually(
        'each has its share',
        () => first.owned.length === partitions / 2 && second.owned.length === partitions / 2,
      );
      expect([...first.owned, ...second.owned].sort()).toEqual(range(partitions));
      await log.sendAll(topic, numbered(200, 40));
      await eventually(
        'every message was received',
        () => first.messages.length + second.messages.length >= 200,
      );
      await second.consumer.stop();
      await eventually('the first has all partitions', () => first.owned.length === partitions);
      await log.sendAll(topic, numbered(200, 40));
      await eventually(
        'every further message was received',
        () => first.messages.length + second.messages.length >= 400,
      );
      // Committed before the hand-over: nothing comes twice.
      expect(first.messages.length + second.messages.length).toBe(400);
      await first.consumer.stop();
    });

    it('a stop awaits the batch in progress, calls onRevoking, then leaves the group', async () => {
      const topic = await log.newTopic(1);
      const steps: string[] = [];
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const options = { groupId: group(), topics: [topic] };
      const first = await Collector.start(log.stream, {
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
      await log.sendAll(topic, numbered(5));
      await first.received(1);
      const stopped = first.consumer.stop().then(() => steps.push('stopped'));
      release();
      await stopped;
      expect(steps).toEqual(['batch done', 'revoking 0', 'stopped']);

      await log.sendAll(topic, numbered(1));
      const second = await Collector.start(log.stream, options);
      await second.received(1);
      expect(second.messages[0]?.offset).toBe(5);
      await second.consumer.stop();
    });

    it('before another consumer takes partitions over, the owner finishes and commits', async () => {
      const topic = await log.newTopic();
      const options = { groupId: group(), topics: [topic] };
      const next = new Map<number, number>();
      const first = await Collector.start(log.stream, {
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
      await log.sendAll(topic, numbered(100, 40));
      await first.received(100);
      const second = await Collector.start(log.again, options);
      await eventually('each has its share', () => first.owned.length === partitions / 2);
      await log.sendAll(topic, numbered(100, 40));
      await eventually(
        'every message was received',
        () => first.messages.length + second.messages.length >= 200,
      );
      expect(first.messages.length + second.messages.length).toBe(200);
      await first.consumer.stop();
      await second.consumer.stop();
    });
  });
}
