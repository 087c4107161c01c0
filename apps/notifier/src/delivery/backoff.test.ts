import { describe, expect, it } from 'vitest';
import { refusedDelayMs, unavailablePauseMs } from './backoff.ts';

describe('the time until the next attempt', () => {
  it('grows over hours for what is refused, and ends', () => {
    const delays: number[] = [];
    for (let attempts = 1; ; attempts += 1) {
      const delay = refusedDelayMs(attempts);
      if (delay === undefined) break;
      delays.push(delay);
    }
    expect(delays).toEqual([...delays].sort((a, b) => a - b));
    const hours = delays.reduce((sum, delay) => sum + delay, 0) / 3_600_000;
    expect(hours).toBeGreaterThan(12);
    expect(hours).toBeLessThan(24);
  });

  it('is a minute at most for a receiver that is away', () => {
    expect([1, 2, 3].map(unavailablePauseMs)).toEqual([1000, 2000, 4000]);
    expect([7, 100, 100_000].map(unavailablePauseMs)).toEqual([60_000, 60_000, 60_000]);
  });
});
