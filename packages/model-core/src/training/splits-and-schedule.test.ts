import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossValidationFolds } from './cross-validation.ts';
import { learningRateAt } from './learning-rate.ts';

const ascending = (a: number, b: number): number => a - b;

describe('crossValidationFolds', () => {
  it('hold each item out once and train on all others', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 6 }),
        fc.integer({ min: 6, max: 50 }),
        fc.nat(),
        (count, items, seed) => {
          const folds = crossValidationFolds(items, count, seed);
          const all = Array.from({ length: items }, (_, index) => index);
          expect(folds.flatMap((fold) => fold.heldOut).sort(ascending)).toEqual(all);
          for (const { train, heldOut } of folds) expect([...train, ...heldOut].sort(ascending)).toEqual(all);
          const sizes = folds.map((fold) => fold.heldOut.length);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('reject more folds than items', () => {
    expect(() => crossValidationFolds(3, 4, 1)).toThrow('found 4 for 3 items');
  });
});

describe('learningRateAt', () => {
  const schedule = { kind: 'cosine', peak: 0.01, totalSteps: 100, warmUpSteps: 10 } as const;

  it('rises to its peak and falls to zero', () => {
    const rates = Array.from({ length: 101 }, (_, step) => learningRateAt(schedule, step));
    const peak = rates.indexOf(Math.max(...rates));
    expect(peak).toBe(9);
    expect(rates[peak]).toBeCloseTo(0.01, 3);
    expect(rates.slice(0, peak + 1)).toEqual(rates.slice(0, peak + 1).sort(ascending));
    expect(rates.slice(peak)).toEqual(rates.slice(peak).sort((a, b) => b - a));
    expect(rates[100]).toBeCloseTo(0, 10);
  });

  it('stays constant if the schedule is constant', () => {
    expect(learningRateAt({ ...schedule, kind: 'constant' }, 0)).toBe(0.01);
    expect(learningRateAt({ ...schedule, kind: 'constant' }, 99)).toBe(0.01);
  });
});
