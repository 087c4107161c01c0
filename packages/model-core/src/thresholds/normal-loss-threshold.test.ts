import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '@beatwatch/statistics';
import { normalLossThreshold } from './normal-loss-threshold.ts';

const logNormalLosses = (count: number, seed: number): number[] => {
  const random = createSeededRandom(seed);
  return Array.from({ length: count }, () => Math.exp(3 + 0.3 * random.normal()));
};

describe('normalLossThreshold', () => {
  it('is exceeded by one in forty log-normal losses', () => {
    const losses = logNormalLosses(20_000, 1);
    const { value } = normalLossThreshold(losses);
    const above = losses.filter((loss) => loss > value).length / losses.length;
    expect(above).toBeGreaterThan(0.02);
    expect(above).toBeLessThan(0.03);
  });

  it('hardly changes if a few of the beats are abnormal', () => {
    const losses = logNormalLosses(200, 2);
    const clean = normalLossThreshold(losses).value;
    const spoiled = normalLossThreshold([...losses.slice(0, 190), ...Array<number>(10).fill(1000)]).value;
    expect(spoiled / clean).toBeLessThan(1.1);
  });

  it('scales with the losses', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1, max: 100, noNaN: true }), { minLength: 5 }), (losses) => {
        const doubled = normalLossThreshold(losses.map((loss) => 2 * loss)).value;
        expect(doubled / normalLossThreshold(losses).value).toBeCloseTo(2, 6);
      }),
    );
  });

  it('rejects too few losses and losses that are not above 0', () => {
    expect(() => normalLossThreshold([1, 2, 3, 4])).toThrow('found 4, expected 5 or more');
    expect(() => normalLossThreshold([1, 2, 3, 4, 0])).toThrow('found 0, expected numbers above 0');
  });
});
