import { encodeAlarmEvent, topics, type Packet } from '@beatwatch/contracts';
import { createInProcessStream } from '@beatwatch/stream';
import { expect, it } from 'vitest';
import { consumeFeed, type FeedListener } from './feed.ts';
import { alarm, packet } from './test-messages.ts';

it('goes on after a message that the gateway stumbles over', async () => {
  const stream = createInProcessStream();
  await stream.ensureTopics(Object.values(topics), 1);
  const seen: number[] = [];
  const errors: unknown[] = [];
  const ignored = (): void => undefined;
  const listener: FeedListener = {
    onPacket: ({ sequence }: Packet) => {
      if (sequence === 1) throw new TypeError('undefined is not a function');
      seen.push(sequence ?? -1);
    },
    onReport: ignored,
    onScore: ignored,
    onSecond: ignored,
    onAlarm: ignored,
    onNotice: ignored,
    onProgress: ignored,
    onAdmission: ignored,
    onReceived: ignored,
    onUnreadable: (_topic, unexpected) => errors.push(unexpected),
  };
  const feed = await consumeFeed(stream, listener);
  const producer = await stream.producer();
  await producer.send(
    topics.packets,
    [0, 1, 2].map((index) => ({ key: 'p1', value: packet('p1', index) })),
  );
  await producer.send(topics.packets, [{ key: 'p1', value: encodeAlarmEvent(alarm('p1')) }]);
  await expect.poll(() => errors).toEqual([expect.any(TypeError), undefined]);
  expect(seen).toEqual([0, 2]);
  await feed.stop();
  await stream.stop();
});
