import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMulberryRandom } from './mulberry.ts';
import { createSeededRandom } from './xoshiro.ts';

const draw = (seed: number, count: number): number[] => {
  const random = createSeededRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

describe('createMulberryRandom', () => {
  it('keeps its numbers: a synthetic patient stays the same patient', () => {
    const random = createMulberryRandom(1);
    expect([random.next(), random.next(), random.normal()]).toEqual([
      0.6270739405881613, 0.002735721180215478, 0.02191729852272542,
    ]);
  });
});

describe('createSeededRandom', () => {
  it('keeps its numbers: a training run repeats for its seed', () => {
    const random = createSeededRandom(1);
    expect([random.next(), random.next(), random.normal()]).toEqual([
      0.5686059962026775, 0.753928849240765, -2.0943423557098657,
    ]);
  });

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
