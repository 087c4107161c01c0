import { expect, it } from 'vitest';
import { holdingLast } from './last-frame.ts';

it('reads a frame once while no other is asked for', async () => {
  const read: number[] = [];
  const frames = holdingLast((frame) => {
    read.push(frame);
    return Promise.resolve(frame * 10);
  });
  expect([await frames(0), await frames(0), await frames(1), await frames(1), await frames(0)]).toEqual([
    0, 0, 10, 10, 0,
  ]);
  expect(read).toEqual([0, 1, 0]);
});

it('fails again where reading has failed', async () => {
  const frames = holdingLast(() => Promise.reject(new Error('broken')));
  await expect(frames(0)).rejects.toThrow('broken');
  await expect(frames(0)).rejects.toThrow('broken');
});
