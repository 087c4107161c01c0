import { createSeededRandom } from '@beatwatch/statistics';
import { describe, expect, it } from 'vitest';
import { fitFusion, type LabelledFeatures } from './fit-fusion.ts';

const random = createSeededRandom(3);
const beats: LabelledFeatures<'shape' | 'pause'>[] = Array.from({ length: 4000 }, (_, index) => {
  const positive = index % 4 === 0;
  return {
    features: { shape: random.normal() + (positive ? 2 : 0), pause: 5 * random.normal() },
    positive,
    weight: 1,
  };
});

describe('a fusion that is fitted', () => {
  const fusion = fitFusion(beats, ['shape', 'pause']);

  it('has the weights that two normal distributions prescribe: their distance over the variance, and none for noise', () => {
    // Fisher: log odds of N(2, 1) against N(0, 1) at equal shares are 2 x - 2.
    expect(fusion.weights.shape).toBeCloseTo(2, 0);
    expect(fusion.offset).toBeCloseTo(-2, 0);
    expect(Math.abs(fusion.weights.pause ?? Number.NaN)).toBeLessThan(0.05);
  });

  it('leaves out features that it was not given', () => {
    expect(Object.keys(fitFusion(beats, ['shape']).weights)).toEqual(['shape']);
  });

  it('needs beats of both classes', () => {
    expect(() =>
      fitFusion(
        beats.filter(({ positive }) => positive),
        ['shape', 'pause'],
      ),
    ).toThrow(RangeError);
  });
});
