import type { LabelledBeat } from '@beatwatch/recordings';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanAndSpread } from './outcome.ts';
import { dataProfile, stepCorrelation } from './profile.ts';
import { rankingCurves } from '../../ranking/ranking-curves.ts';
import { studySplit } from './split.ts';
import { outerFence } from './threshold.ts';

const beat = (label: string, ...samples: number[]): LabelledBeat => ({
  label,
  samples: Float32Array.from(samples),
});
const beats = (normals: number, anomalies: number): LabelledBeat[] => [
  ...Array.from({ length: normals }, (_, index) => beat('1', index)),
  ...Array.from({ length: anomalies }, (_, index) => beat('2', -1 - index)),
];

describe('studySplit', () => {
  it("has the study's own counts for all of ECG5000", () => {
    const { train, validation, testNormals, testAnomalies } = studySplit(beats(2919, 2081), 42);
    expect([train, validation, testNormals, testAnomalies].map((part) => part.length)).toEqual([
      2481, 293, 145, 145,
    ]);
  });

  it('puts every normal beat into one part, and anomalies into none of these', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 300 }), fc.nat(), (count, seed) => {
        const { train, validation, testNormals, testAnomalies } = studySplit(beats(count, 40), seed);
        const normals = [...train, ...validation, ...testNormals].map(({ samples }) => samples[0]!);
        expect(normals.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index));
        expect(testAnomalies.every(({ label }) => label === '2')).toBe(true);
        expect(testAnomalies).toHaveLength(testNormals.length);
      }),
    );
  });

  it('depends on the seed', () => {
    const all = beats(200, 40);
    expect(studySplit(all, 1)).toEqual(studySplit(all, 1));
    expect(studySplit(all, 2)).not.toEqual(studySplit(all, 1));
  });

  it('refuses too few anomalies for the test part', () => {
    expect(() => studySplit(beats(200, 3), 1)).toThrow('found 200 normal beats and 3 others');
  });
});

describe('dataProfile', () => {
  const profile = dataProfile([beat('1', 1, 2), beat('1', 3, 6), beat('2', 1, 2), beat('2', -5, Number.NaN)]);

  it('counts beats of each class, missing values and beats that occur twice', () => {
    expect(profile).toMatchObject({ beats: 4, samplesPerBeat: 2, missingValues: 1, duplicates: 1 });
    expect(profile.classes.map(({ label, count }) => [label, count])).toEqual([
      ['1', 2],
      ['2', 2],
    ]);
    expect(profile.classes[0]).toMatchObject({ minimum: 1, maximum: 6 });
  });
});

describe('stepCorrelation', () => {
  it('is 1 for equal steps, -1 for opposite ones, and symmetric', () => {
    const matrix = stepCorrelation([
      Float32Array.of(1, 2, -1),
      Float32Array.of(2, 4, -2),
      Float32Array.of(4, 8, -4),
    ]);
    expect(matrix[0]![1]).toBeCloseTo(1, 10);
    expect(matrix[0]![2]).toBeCloseTo(-1, 10);
    expect(matrix[2]![0]).toBe(matrix[0]![2]);
  });
});

describe('outerFence', () => {
  it('lies three and a half interquartile ranges above the upper quartile', () => {
    expect(outerFence([1, 2, 3, 4, 5])).toMatchObject({ value: 4 + 3.5 * 2 });
  });

  it('is robust to a few anomalous beats', () => {
    const scores = Array.from({ length: 200 }, (_, index) => (index % 20) / 10);
    const spoiled = [...scores.slice(0, 195), 50, 60, 70, 80, 90];
    expect(outerFence(spoiled).value - outerFence(scores).value).toBeLessThan(0.5);
  });
});

describe('rankingCurves', () => {
  it('follows the left edge if every anomaly scores above every normal beat', () => {
    const { roc, precisionRecall } = rankingCurves([4, 3, 2, 1], [true, true, false, false]);
    expect(roc).toEqual({ x: [0, 0, 0, 0.5, 1], y: [0, 0.5, 1, 1, 1] });
    expect(precisionRecall.y).toEqual([1, 1, 2 / 3, 0.5]);
  });

  it('flags beats with equal scores together', () => {
    expect(rankingCurves([1, 1, 1, 1], [true, false, true, false]).roc).toEqual({ x: [0, 1], y: [0, 1] });
  });
});

describe('meanAndSpread', () => {
  it('divides by the count minus one, and gives a single value a spread of 0', () => {
    expect(meanAndSpread([1, 3])).toEqual({ mean: 2, spread: Math.SQRT2 });
    expect(meanAndSpread([5])).toEqual({ mean: 5, spread: 0 });
  });
});
