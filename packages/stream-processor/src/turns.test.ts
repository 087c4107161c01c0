import { describe, expect, it } from 'vitest';
import { Turns } from './turns.ts';

describe('Turns', () => {
  it('runs the tasks of a partition one after the other, those of others meanwhile, and goes on after a failure', async () => {
    const turns = new Turns();
    const seen: string[] = [];
    const releases: (() => void)[] = [];
    const slow = (name: string) => async () => {
      seen.push(`${name} begins`);
      await new Promise<void>((resolve) => releases.push(resolve));
      seen.push(`${name} ends`);
    };
    const first = turns.take(1, slow('batch'));
    const failing = turns.take(1, () => Promise.reject(new Error('no')));
    const last = turns.take(1, () => Promise.resolve(seen.push('tick')));
    const other = turns.take(2, slow('other'));
    await expect.poll(() => releases.length).toBe(2);
    expect(seen).toEqual(['batch begins', 'other begins']);
    releases.forEach((release) => {
      release();
    });
    await expect(failing).rejects.toThrow('no');
    await Promise.all([first, last, other]);
    expect(seen.filter((what) => !what.startsWith('other'))).toEqual(['batch begins', 'batch ends', 'tick']);
  });
});
