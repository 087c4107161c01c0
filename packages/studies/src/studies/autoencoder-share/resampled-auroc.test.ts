import { areaUnderRoc } from '@beatwatch/model-core';
import { createSeededRandom } from '@beatwatch/statistics';
import { describe, expect, it } from 'vitest';
import { resampledAurocs, type RankedBeat } from './resampled-auroc.ts';

const random = createSeededRandom(3);
const beats = Array.from({ length: 600 }, (_, index): RankedBeat => {
  const positive = index % 3 === 0;
  const good = Math.round(10 * random.next() + (positive ? 4 : 0));
  return { patient: index % 12, positive, scores: { good, bad: random.next() } };
});
const options = { against: ['bad'], resamples: 100, seed: 1 };

describe('AUROC with intervals over patients', () => {
  it('is that of all beats, ties counted half, within its interval', () => {
    const { good } = resampledAurocs(beats, options);
    const expected = areaUnderRoc({
      scores: beats.map(({ scores }) => scores['good']!),
      positive: beats.map(({ positive }) => positive),
    });
    expect(good!.value).toBeCloseTo(expected, 12);
    expect(good!.low).toBeLessThan(expected);
    expect(good!.high).toBeGreaterThan(expected);
  });

  it('gives the gain over another method, which has none over itself', () => {
    const { good, bad } = resampledAurocs(beats, options);
    expect(good!.gains['bad']!.value).toBeCloseTo(good!.value - bad!.value, 12);
    expect(good!.gains['bad']!.low).toBeGreaterThan(0);
    expect(bad!.gains).toEqual({});
  });

  it('takes the mean of repetitions', () => {
    const repeated = beats.map((beat) => ({
      ...beat,
      scores: { 'both#1': beat.scores['good']!, 'both#2': beat.scores['bad']! },
    }));
    const { good, bad } = resampledAurocs(beats, options);
    const { both } = resampledAurocs(repeated, options);
    expect(both!.value).toBeCloseTo((good!.value + bad!.value) / 2, 12);
  });

  it('is repeatable, and another with another seed', () => {
    expect(resampledAurocs(beats, options)).toEqual(resampledAurocs(beats, options));
    expect(resampledAurocs(beats, { ...options, seed: 2 })).not.toEqual(resampledAurocs(beats, options));
  });
});
