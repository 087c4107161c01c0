import type { Batch, Position } from '@beatwatch/stream';
import { describe, expect, it } from 'vitest';
import { FeedPositions } from './feed-positions.ts';

const batch = (from: number, to: number): Batch => ({
  topic: 't',
  partition: 0,
  messages: Array.from({ length: to - from }, (_, index) => ({
    offset: from + index,
    key: new Uint8Array(),
    value: new Uint8Array(),
    timestampMs: 0,
  })),
});
const offsets = (positions: FeedPositions, from: number, to: number): number[] =>
  positions.fresh(batch(from, to)).map(({ offset }) => offset);

async function committed(positions: FeedPositions): Promise<readonly Position[]> {
  let sent: readonly Position[] = [];
  await positions.commit((all) => {
    sent = all;
    return Promise.resolve();
  });
  return sent;
}

describe('the positions of the feed', () => {
  it('pass each message on once, though the group goes back to what it committed', async () => {
    const positions = new FeedPositions();
    positions.assigned([{ topic: 't', partition: 0 }]);
    expect(offsets(positions, 5, 8)).toEqual([5, 6, 7]);
    expect(await committed(positions)).toEqual([{ topic: 't', partition: 0, nextOffset: 8 }]);
    expect(await committed(positions)).toEqual([]);
    expect(offsets(positions, 8, 10)).toEqual([8, 9]);
    positions.assigned([{ topic: 't', partition: 0 }]);
    expect(offsets(positions, 8, 12)).toEqual([10, 11]);
  });

  it('begin again with a log that was made anew', async () => {
    const positions = new FeedPositions();
    offsets(positions, 100, 120);
    await committed(positions);
    positions.assigned([{ topic: 't', partition: 0 }]);
    expect(offsets(positions, 0, 3)).toEqual([0, 1, 2]);
    expect(offsets(positions, 3, 4)).toEqual([3]);
  });

  it('commit again what could not be committed', async () => {
    const positions = new FeedPositions();
    offsets(positions, 0, 3);
    await expect(positions.commit(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await committed(positions)).toHaveLength(1);
  });
});
