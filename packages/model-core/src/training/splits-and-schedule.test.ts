import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochBatches } from './beat-batches.ts';
import { crossValidationFolds } from './cross-validation.ts';
import { learningRateAt } from './learning-rate.ts';

const ascending = (a: number, b: number): number => a - b;

describe('crossValidationFolds', () => {
  it('holds every item out once and trains on all others', () => {
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

  it('refuses more folds than items', () => {
    expect(() => crossValidationFolds(3, 4, 1)).toThrow('found 4 for 3 items');
  });
});

describe('epochBatches', () => {
  const beats = Array.from({ length: 10 }, (_, index) => Float32Array.of(index));
  const valuesOf = (epoch: number): number[] =>
    epochBatches(beats, { batchSize: 4, seed: 1, epoch }).flatMap((batch) => batch.map((beat) => beat[0]!));

  it('shows every beat once an epoch, in batches of the size asked for', () => {
    const batches = epochBatches(beats, { batchSize: 4, seed: 1, epoch: 1 });
    expect(batches.map((batch) => batch.length)).toEqual([4, 4, 2]);
    expect(valuesOf(1).sort(ascending)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('shows them in another order each epoch, the same for the same seed', () => {
    expect(valuesOf(1)).not.toEqual(valuesOf(2));
    expect(valuesOf(2)).toEqual(valuesOf(2));
  });
});

describe('learningRateAt', () => {
  const schedule = { peak: 0.01, totalSteps: 100, warmUpSteps: 10 };

  it('grows to its peak and falls to zero', () => {
    const rates = Array.from({ length: 101 }, (_, step) => learningRateAt(schedule, step));
    const peak = rates.indexOf(Math.max(...rates));
    expect(peak).toBe(9);
    expect(rates[peak]).toBeCloseTo(0.01, 3);
    expect(rates.slice(0, peak + 1)).toEqual(rates.slice(0, peak + 1).sort(ascending));
    expect(rates.slice(peak)).toEqual(rates.slice(peak).sort((a, b) => b - a));
    expect(rates[100]).toBeCloseTo(0, 10);
  });
});
