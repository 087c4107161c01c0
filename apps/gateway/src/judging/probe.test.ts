import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepProbing, type Probe } from './probe.ts';

describe('a probe', () => {
  let probe: Probe;
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    probe.stop();
    vi.useRealTimers();
  });

  it('says for how long there has been no answer, be it refused or hanging, and notices the next one', async () => {
    let nowMs = 0;
    let ask: () => Promise<unknown> = () => Promise.resolve();
    const wait = async (ms: number): Promise<void> => {
      for (let step = 0; step < ms; step += 500) {
        nowMs += 500;
        await vi.advanceTimersByTimeAsync(500);
      }
    };
    probe = keepProbing(
      () => ask(),
      () => nowMs,
    );
    await wait(10_000);
    expect(probe.unansweredMs).toBe(0);
    for (const away of [() => Promise.reject(new Error('away')), () => new Promise(() => undefined)]) {
      ask = away;
      await wait(12_000);
      expect(probe.unansweredMs).toBeGreaterThan(10_000);
      expect(probe.unansweredMs).toBeLessThan(14_000);
      ask = () => Promise.resolve();
      await wait(7000);
      expect(probe.unansweredMs).toBe(0);
    }
  });
});
