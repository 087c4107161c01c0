import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrate, fused } from './calibration.ts';
import { heldOutQuantile } from './score-threshold.ts';

const scores = fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 1, maxLength: 60 });

describe('heldOutQuantile', () => {
  it('interpolates between the two nearest scores', () => {
    expect(heldOutQuantile([4, 1, 3, 2, 5], 0.9)).toEqual({
      value: 4.6,
      rule: '90 % quantile of the scores of 5 held-out normal beats',
    });
  });

  it('is not exceeded by at least the given share of scores', () => {
    fc.assert(
      fc.property(scores, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (all, share) => {
        const { value } = heldOutQuantile(all, share);
        const atOrBelow = all.filter((score) => score <= value + 1e-9).length;
        expect(atOrBelow).toBeGreaterThanOrEqual(Math.floor(share * (all.length - 1)) + 1);
        expect(value).toBeLessThanOrEqual(Math.max(...all));
      }),
    );
  });

  it('does not depend on how large the largest scores are', () => {
    const usual = Array.from({ length: 98 }, (_, index) => index);
    expect(heldOutQuantile([...usual, 1e3, 1e4], 0.9).value).toBe(
      heldOutQuantile([...usual, 99, 98], 0.9).value,
    );
  });

  it.each([
    [[], 0.9],
    [[Number.NaN], 0.9],
    [[1], 1],
    [[1], 0],
  ] as const)('rejects %j at %d', (all, share) => {
    expect(() => heldOutQuantile(all, share)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  });
});

describe('calibrate', () => {
  it('does not depend on the unit of the score, and keeps the order', () => {
    fc.assert(
      fc.property(scores, scores, fc.double({ min: 0.1, max: 10, noNaN: true }), (heldOut, others, unit) => {
        fc.pre(new Set(heldOut.map((score) => score.toFixed(3))).size > heldOut.length / 2 + 1);
        const calibrated = calibrate(heldOut)(others);
        const inUnit = calibrate(heldOut.map((score) => score * unit))(others.map((score) => score * unit));
        calibrated.forEach((value, at) => {
          expect(inUnit[at]).toBeCloseTo(value, 4);
        });
        const ascending = others.map((_, at) => at).sort((a, b) => (others[a] ?? 0) - (others[b] ?? 0));
        const inOrder = ascending.map((at) => calibrated[at] ?? Number.NaN);
        expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
      }),
    );
  });

  it('is finite for a score of 0', () => {
    expect(calibrate([1, 2, 3])([0])[0]).toBeLessThan(-10);
  });
});

describe('fused', () => {
  it('is the mean of the parts, beat by beat', () => {
    expect([...fused([Float64Array.of(1, 4), Float64Array.of(3, 0)])]).toEqual([2, 2]);
  });
});
