import { describe, expect, it } from 'vitest';
import { PartitionMutex } from './partition-mutex.ts';

describe('PartitionMutex', () => {
  it('runs the tasks of a partition one after the other, those of others meanwhile, and goes on after a failure', async () => {
    const mutex = new PartitionMutex();
    const seen: string[] = [];
    const releases: (() => void)[] = [];
    const slow = (name: string) => async () => {
      seen.push(`${name} begins`);
      await new Promise<void>((resolve) => releases.push(resolve));
      seen.push(`${name} ends`);
    };
    const first = mutex.runExclusive(1, slow('batch'));
    const failing = mutex.runExclusive(1, () => Promise.reject(new Error('no')));
    const last = mutex.runExclusive(1, () => Promise.resolve(seen.push('tick')));
    const other = mutex.runExclusive(2, slow('other'));
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
