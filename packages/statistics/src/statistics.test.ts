import { expect, it } from 'vitest';
import {
  mean,
  median,
  medianAbsoluteDeviation,
  quantile,
  sampleVariance,
  upperMedian,
  weightedMedian,
} from './index.ts';

it('takes mean and variance of a sample', () => {
  expect([mean([1, 2, 6]), sampleVariance([1, 2, 6])]).toEqual([3, 7]);
  expect([mean([]), sampleVariance([1])]).toEqual([NaN, NaN]);
});

it('takes the mean of the two middle values for the median, or the larger one', () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([])]).toEqual([2, 2.5, NaN]);
  expect([upperMedian([4, 1, 3, 2]), upperMedian([])]).toEqual([3, undefined]);
  expect(medianAbsoluteDeviation([1, 2, 3, 4, 100])).toBe(1);
});

it('weights the median', () => {
  expect(weightedMedian([30, 10, 20], [1, 1, 3])).toBe(20);
  expect(weightedMedian([30, 10, 20], [3, 1, 1])).toBe(30);
  expect(weightedMedian([], [])).toBeNaN();
});

it('interpolates quantiles between the two nearest values', () => {
  expect([0, 0.25, 0.9, 1].map((share) => quantile([5, 1, 2, 4, 3], share))).toEqual([1, 2, 4.6, 5]);
});
