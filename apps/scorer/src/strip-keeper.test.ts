import { createLogger } from '@beatwatch/service-kit';
import { afterEach, expect, it } from 'vitest';
import { startStripKeeper, type StripKeeper } from './strip-keeper.ts';

const logger = createLogger('scorer', 'silent');
let keeper: StripKeeper;
afterEach(() => keeper.stop());

/** Answers in turn, the last one again and again. @returns how often it was asked */
function keeping(answers: readonly (number | Error)[]): () => number {
  let asked = 0;
  keeper = startStripKeeper({
    everyMs: 2,
    logger,
    alarms: {
      keepStrips: () => {
        const answer = answers[Math.min(asked, answers.length - 1)]!;
        asked += 1;
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
      },
    },
  });
  return () => asked;
}

it('keeps what a former process left, asks again while some wait or the database is away, then rests', async () => {
  const asked = keeping([2, new Error('database away'), 1, 0]);
  await expect.poll(asked).toBe(4);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(asked()).toBe(4);
  keeper.wanted();
  await expect.poll(asked).toBe(5);
});
