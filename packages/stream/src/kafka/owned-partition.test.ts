import { describe, expect, it } from 'vitest';
import type { ReceivedMessage } from '../port.ts';
import { eventually } from '../testing/eventually.ts';
import { OwnedPartition } from './owned-partition.ts';

function harness() {
  const delivered: number[][] = [];
  const events: string[] = [];
  const gate = { paused: false };
  const partition = new OwnedPartition({
    id: { topic: 't', partition: 0 },
    startOffset: 10,
    deliver: (messages) => {
      delivered.push(messages.map(({ offset }) => offset));
      return Promise.resolve();
    },
    isPaused: () => gate.paused,
    onRejected: () => undefined,
    onFull: () => events.push('full'),
    onRoom: () => events.push('room'),
  });
  return { partition, delivered, events, gate };
}

const message = (offset: number, bytes = 1): ReceivedMessage => ({
  offset,
  key: new Uint8Array(),
  value: new Uint8Array(bytes),
  timestampMs: 0,
});

describe('an owned partition', () => {
  it('discards a fetch that does not continue the previous one, until the broker repeats it', () => {
    const { partition } = harness();
    expect(partition.continues(10)).toBe(true);
    partition.push([message(10), message(11)], 12);
    // Left over from before a rebalance, in either direction.
    expect(partition.continues(10)).toBe(false);
    expect(partition.continues(50)).toBe(false);
    expect(partition.continues(12)).toBe(true);
    partition.push([message(12)], 13);
    // Retention has deleted 13 to 99: the same fetch comes again and again.
    expect(partition.continues(100)).toBe(false);
    expect(partition.continues(100)).toBe(true);
  });

  it('delivers queued messages in one batch, and fetches about a megabyte ahead at most', async () => {
    const { partition, delivered, events, gate } = harness();
    gate.paused = true;
    partition.push([message(10)], 11);
    partition.push([message(11)], 12);
    expect(events).toEqual([]);
    partition.push([message(12, 1_100_000)], 13);
    expect(events).toEqual(['full']);
    gate.paused = false;
    partition.wake();
    await eventually('it was delivered', () => delivered.length > 0);
    expect(delivered).toEqual([[10, 11, 12]]);
    expect(events).toEqual(['full', 'room']);
  });
});
