import fc from 'fast-check';
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

it('takes the same values as sorting all of them would', () => {
  const values = fc.array(
    fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noDefaultInfinity: true }), fc.constant(Infinity)),
    { minLength: 1, maxLength: 300 },
  );
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (all, share) => {
      const sorted = Float64Array.from(all).sort();
      const at = (index: number): number => (sorted[index] ?? NaN) + 0;
      const middle = all.length >> 1;
      const position = share * (all.length - 1);
      const [low, high] = [at(Math.floor(position)), at(Math.ceil(position))];
      const found = [median(all), upperMedian(all), quantile(all, share)].map((one = NaN) => one + 0);
      expect(found).toEqual([
        all.length % 2 === 1 ? at(middle) : (at(middle) + at(middle - 1)) / 2 + 0,
        at(middle),
        low + (high - low) * (position - Math.floor(position)),
      ]);
    }),
    { numRuns: 500 },
  );
});
