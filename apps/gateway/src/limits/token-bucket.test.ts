import { expect, it } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

it('allows a burst, then the rate, and gives nothing for a clock that goes back', () => {
  let nowMs = 0;
  const bucket = new TokenBucket({ burst: 3, perSecond: 10 }, () => nowMs);
  const taken = (): number => [1, 2, 3, 4, 5].filter(() => bucket.take()).length;
  expect(taken()).toBe(3);
  nowMs = 200;
  expect(taken()).toBe(2);
  nowMs = 100;
  expect(taken()).toBe(0);
  nowMs = 60_000;
  expect(bucket.take(4)).toBe(false);
  expect(taken()).toBe(3);
});
