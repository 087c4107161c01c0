import { expect, it } from 'vitest';
import { bootstrapIntervals } from './bootstrap.ts';

const values = Array.from({ length: 40 }, (_, index) => index % 4);
const figuresOf = (drawn: readonly number[]) => ({
  mean: drawn.reduce((sum, value) => sum + value, 0) / drawn.length,
  zeros: drawn.includes(0) ? 1 : undefined,
  never: Number.NaN,
});

it('spans a mean by about two standard errors, the same each time, and leaves out what no draw has', () => {
  const intervals = bootstrapIntervals(values, figuresOf);
  const standardError = Math.sqrt(1.25 / 40);
  expect(Object.keys(intervals)).toEqual(['mean', 'zeros']);
  expect(intervals.mean?.[0]).toBeCloseTo(1.5 - 1.96 * standardError, 1);
  expect(intervals.mean?.[1]).toBeCloseTo(1.5 + 1.96 * standardError, 1);
  expect(intervals.zeros).toEqual([1, 1]);
  expect(bootstrapIntervals(values, figuresOf)).toEqual(intervals);
});
