import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DiskLevel } from '@beatwatch/ingest';
import { watchDisk } from './disk-watch.ts';

const gib = 2 ** 30;

describe('the watch on the disk', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('reports each change once, and what writes waits while the disk is full', async () => {
    let freeGib: number | undefined = 50;
    const levels: DiskLevel[] = [];
    const watch = await watchDisk({
      measure: () =>
        freeGib === undefined
          ? Promise.reject(new Error('ENOENT'))
          : Promise.resolve({ freeBytes: freeGib * gib, totalBytes: 100 * gib }),
      onLevel: (level) => levels.push(level),
    });
    expect(levels).toEqual([]);
    for (const step of [9, 8, undefined, 1, 0.1]) {
      freeGib = step;
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(levels).toEqual(['low', 'short', 'full']);
    let mayWrite = false;
    void watch.untilNotFull(new AbortController().signal).then(() => (mayWrite = true));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(mayWrite).toBe(false);
    freeGib = 50;
    await vi.advanceTimersByTimeAsync(2000);
    expect(mayWrite).toBe(true);
    expect(levels.at(-1)).toBe('enough');
    watch.stop();
  });

  it('a stop does not wait for space', async () => {
    const watch = await watchDisk({
      measure: () => Promise.resolve({ freeBytes: 0, totalBytes: gib }),
      onLevel: () => undefined,
    });
    const stopping = new AbortController();
    const waited = watch.untilNotFull(stopping.signal);
    stopping.abort();
    await waited;
    watch.stop();
  });
});
