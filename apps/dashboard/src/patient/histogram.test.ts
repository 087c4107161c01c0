import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logBins, roundValues } from './histogram.ts';

describe('logBins', () => {
  it('counts every value once, in its bin', () => {
    const score = fc.double({ min: 0.5, max: 500, noNaN: true });
    fc.assert(
      fc.property(fc.array(score, { maxLength: 100 }), fc.integer({ min: 1, max: 40 }), (scores, count) => {
        const bins = logBins(scores, { min: 0.5, max: 500 }, count);
        expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(scores.length);
        for (const bin of bins) {
          const held = scores.filter((value) => value > bin.from * 1.0001 && value < bin.to * 0.9999).length;
          expect(bin.count).toBeGreaterThanOrEqual(held);
        }
      }),
    );
  });
});

it('labels an axis with round values', () => {
  expect(roundValues(3, 210)).toEqual([5, 10, 20, 50, 100, 200]);
  expect(roundValues(0.001, 20)).toEqual([0.001, 0.01, 0.1, 1, 10]);
});
