import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundTicks } from './axes.ts';

describe('roundTicks', () => {
  it('returns round numbers within the domain', () => {
    expect(roundTicks([0.0316, 0.0612])).toEqual([0.035, 0.04, 0.045, 0.05, 0.055, 0.06]);
    expect(roundTicks([12, 80])).toEqual([20, 40, 60, 80]);
  });

  it('returns three to eight ticks for any domain', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        fc.double({ min: 1.05, max: 10, noNaN: true }),
        (low, ratio) => {
          const ticks = roundTicks([low, low * ratio]);
          expect(ticks.length).toBeGreaterThanOrEqual(3);
          expect(ticks.length).toBeLessThanOrEqual(8);
          expect(ticks.every((tick) => tick >= low * 0.999999 && tick <= low * ratio * 1.000001)).toBe(true);
        },
      ),
    );
  });
});
