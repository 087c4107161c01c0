import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultThresholdSettings, robustThreshold } from './robust-threshold.ts';

describe('robustThreshold', () => {
  it('is the least multiple of the median where all beats are alike', () => {
    const { threshold, clearThreshold } = robustThreshold(
      Array<number>(40).fill(20),
      defaultThresholdSettings,
    );
    expect(threshold).toBeCloseTo(24, 9);
    expect(clearThreshold).toBeCloseTo(20 * Math.sqrt(1.2), 9);
  });

  it('matches the rule worked by hand: losses e^1..e^5, median 3, deviation 1 x 1.4826, four of them', () => {
    const losses = [1, 2, 3, 4, 5].map(Math.exp);
    const settings = { ...defaultThresholdSettings, maximumRatio: 1e6 };
    expect(Math.log(robustThreshold(losses, settings).threshold)).toBeCloseTo(3 + 4 * 1.4826, 9);
    expect(robustThreshold(losses, defaultThresholdSettings).threshold).toBeCloseTo(6 * Math.exp(3), 9);
  });

  it('does not follow ectopic beats: a third of wild losses leaves it below them', () => {
    const normal = Array.from({ length: 27 }, (_, index) => 20 + (index % 5));
    const wild = Array<number>(13).fill(95);
    expect(robustThreshold([...normal, ...wild], defaultThresholdSettings).threshold).toBeLessThan(95);
  });

  it('scales with the losses and does not depend on their order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.1, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 60 }),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        (losses, factor) => {
          const { threshold, clearThreshold } = robustThreshold(losses, defaultThresholdSettings);
          const scaled = robustThreshold(
            losses.map((loss) => loss * factor).reverse(),
            defaultThresholdSettings,
          );
          expect(scaled.threshold / (threshold * factor)).toBeCloseTo(1, 6);
          expect(scaled.clearThreshold / (clearThreshold * factor)).toBeCloseTo(1, 6);
          expect(clearThreshold).toBeLessThan(threshold);
        },
      ),
    );
  });
});
