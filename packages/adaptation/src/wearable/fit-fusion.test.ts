import { createSeededRandom } from '@beatwatch/statistics';
import { describe, expect, it } from 'vitest';
import { featureNames, type Features } from './features.ts';
import { fitFusion, type LabelledFeatures } from './fit-fusion.ts';
import { anomalyScore, logit } from './fusion.ts';

const random = createSeededRandom(3);
const features = (shape: number, pause: number): Features => ({
  ...(Object.fromEntries(featureNames.map((name) => [name, 0])) as Features),
  shape,
  pause,
});
const beats: LabelledFeatures[] = Array.from({ length: 4000 }, (_, index) => {
  const positive = index % 4 === 0;
  return {
    features: features(random.normal() + (positive ? 2 : 0), 5 * random.normal()),
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
    expect(Object.keys(fusion.weights)).toEqual(['shape', 'pause']);
    expect(logit(fusion, { ...features(1, 0), error: 100 })).toBe(logit(fusion, features(1, 0)));
  });

  it('needs beats of both classes', () => {
    expect(() =>
      fitFusion(
        beats.filter(({ positive }) => positive),
        ['shape'],
      ),
    ).toThrow(RangeError);
  });
});

describe('the anomaly score of log odds', () => {
  it("is minus the logarithm of the probability that the beat is the patient's own", () => {
    for (const odds of [-40, -3, 0, 2, 29.9, 30.1, 500]) {
      const expected = odds > 100 ? odds : -Math.log(1 / (1 + Math.exp(odds)));
      expect(anomalyScore(odds)).toBeCloseTo(expected, 6);
      expect(anomalyScore(odds)).toBeGreaterThanOrEqual(0);
    }
  });
});
