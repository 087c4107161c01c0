import { expect, it } from 'vitest';
import { quantile, readThreshold, shareAbove } from './threshold-text.ts';

it.each([
  ['2.5', 2.5],
  [' 2,5 ', 2.5],
  ['', undefined],
  ['high', undefined],
  ['0', undefined],
  ['-3', undefined],
  ['1e9', undefined],
])('reads the threshold in %j as %s', (text, value) => {
  expect(readThreshold(text)).toBe(value);
});

it('summarizes scores', () => {
  const scores = [4, 1, 3, 2];
  expect([quantile(scores, 0.5), quantile(scores, 0.99), quantile([], 0.5)]).toEqual([2, 4, undefined]);
  expect(shareAbove(scores, 3)).toBe(0.25);
});
