import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchHealth } from './watch-health.ts';

describe('the watch on whether a process responds', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('counts misses in a row, a failing probe among them', async () => {
    const onHung = vi.fn();
    const replies = [false, false, true, false, undefined, false, false];
    const end = watchHealth({
      isWell: () => {
        const reply = replies.shift();
        return reply === undefined ? Promise.reject(new Error('refused')) : reply;
      },
      everyMs: 1000,
      misses: 3,
      onHung,
    });
    await vi.advanceTimersByTimeAsync(5000);
    expect(onHung).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1000);
    expect(onHung).toHaveBeenCalledExactlyOnceWith('it did not respond for 3 s');
    end();
  });

  it('has more patience with a process that visibly works', async () => {
    const onHung = vi.fn();
    let works = true;
    const end = watchHealth({
      isWell: () => false,
      isAtWork: () => works,
      everyMs: 1000,
      misses: 3,
      missesAtWork: 30,
      onHung,
    });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(onHung).not.toHaveBeenCalled();
    works = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect(onHung).toHaveBeenCalledTimes(1);
    end();
  });

  it('counts looks and not time, so that a machine may sleep', async () => {
    const onHung = vi.fn();
    const end = watchHealth({ isWell: () => false, everyMs: 1000, misses: 3, onHung });
    await vi.advanceTimersByTimeAsync(1000);
    vi.setSystemTime(Date.now() + 3_600_000);
    await vi.advanceTimersByTimeAsync(1000);
    expect(onHung).not.toHaveBeenCalled();
    end();
  });
});
