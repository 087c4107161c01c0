import { expect, it } from 'vitest';
import { poorBuckets } from './quality-buckets.ts';

it('counts poor seconds by bucket, two leads of one second once', () => {
  const second = (at: number, qualityIndex: number) => ({ timeUs: at * 1e6 + 4000, qualityIndex });
  const seconds = [second(59, 0.2), second(60, 0.1), second(60, 0.4), second(61, 0.9), second(62, 0.3)];
  expect(poorBuckets(seconds, 60e6)).toEqual([
    { timeUs: 0, seconds: 1 },
    { timeUs: 60e6, seconds: 2 },
  ]);
});
