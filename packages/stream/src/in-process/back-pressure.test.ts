import { describe, expect, it } from 'vitest';
import { Collector } from '../testing/collector.ts';
import { eventually } from '../testing/eventually.ts';
import { createInProcessStream } from './stream.ts';

const maxBytesPerPartition = 10_000;
const value = new Uint8Array(1000);
const messages = Array.from({ length: 100 }, () => ({ key: 'a', value }));

describe('the bound on what the in-process stream keeps', () => {
  it('makes a sender wait for the slowest consumer, and drops no message that it has not seen', async () => {
    const stream = createInProcessStream({ maxBytesPerPartition });
    await stream.ensureTopics(['t'], 1);
    const slow = await Collector.start(stream, { groupId: 'slow', topics: ['t'] });
    const quick = await Collector.start(stream, { groupId: 'quick', topics: ['t'] });
    slow.consumer.pause();
    const progress = { isSent: false };
    const producer = await stream.producer();
    const sent = producer.send('t', messages).then(() => {
      progress.isSent = true;
    });
    await quick.received(8);
    expect(progress.isSent).toBe(false);
    slow.consumer.resume();
    await sent;
    await Promise.all([slow.received(100), quick.received(100)]);
    expect(slow.messages.map(({ offset }) => offset)).toEqual(messages.map((_, index) => index));
    await stream.stop();
  });

  it('does not wait for a group without consumers, which then begins at the oldest message', async () => {
    const stream = createInProcessStream({ maxBytesPerPartition });
    await stream.ensureTopics(['t'], 1);
    const options = { groupId: 'gone', topics: ['t'] };
    const gone = await Collector.start(stream, options);
    await gone.consumer.stop();
    const producer = await stream.producer();
    await producer.send('t', messages);
    const back = await Collector.start(stream, options);
    await eventually('the last message came', () => back.messages.at(-1)?.offset === 99);
    expect(back.messages[0]?.offset).toBeGreaterThan(80);
    await stream.stop();
  });
});
