import { createLogger } from '@beatwatch/service-kit';
import { afterEach, expect, it } from 'vitest';
import { startStripKeeper, type StripKeeper } from './strip-keeper.ts';

const logger = createLogger('scorer', 'silent');
let keeper: StripKeeper;
afterEach(() => keeper.stop());

/**
 * Starts a keeper on results that are returned in turn, the last one repeatedly.
 * @returns the number of calls so far
 */
function keeping(results: readonly (number | Error)[]): () => number {
  let calls = 0;
  keeper = startStripKeeper({
    everyMs: 2,
    logger,
    alarms: {
      keepStrips: () => {
        const result = results[Math.min(calls, results.length - 1)]!;
        calls += 1;
        return result instanceof Error ? Promise.reject(result) : Promise.resolve(result);
      },
    },
  });
  return () => calls;
}

it('copies what an earlier process left, repeats while some wait or the database is away, then rests', async () => {
  const calls = keeping([2, new Error('database away'), 1, 0]);
  await expect.poll(calls).toBe(4);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(calls()).toBe(4);
  keeper.wanted();
  await expect.poll(calls).toBe(5);
});
