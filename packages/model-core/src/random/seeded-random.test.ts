import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeededRandom } from './seeded-random.ts';

const draw = (seed: number, count: number): number[] => {
  const random = createSeededRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

describe('createSeededRandom', () => {
  it('gives the same numbers for the same seed and others for another', () => {
    expect(draw(1, 5)).toEqual(draw(1, 5));
    expect(draw(1, 5)).not.toEqual(draw(2, 5));
  });

  it('spreads evenly over [0, 1)', () => {
    const bins = new Array<number>(10).fill(0);
    for (const value of draw(7, 10_000)) bins[Math.floor(value * 10)]! += 1;
    for (const bin of bins) expect(Math.abs(bin - 1000)).toBeLessThan(130);
  });

  it('has a normal of mean 0 and deviation 1', () => {
    const random = createSeededRandom(3);
    const values = Array.from({ length: 20_000 }, () => random.normal());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
  });

  it('permutes: every index once', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(60), (seed, length) => {
        const order = [...createSeededRandom(seed).permutation(length)].sort((a, b) => a - b);
        expect(order).toEqual(Array.from({ length }, (_, index) => index));
      }),
    );
  });
});
