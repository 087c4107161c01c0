import type { AamiClass } from '@beatwatch/recordings';
import { describe, expect, it } from 'vitest';
import { rankingFigures, thresholdFigures, type ScoredBeat } from './beat-figures.ts';

const beats = (aamiClass: AamiClass, scores: readonly number[]): ScoredBeat[] =>
  scores.map((score, index) => ({
    seconds: 300 + index,
    aamiClass,
    scores: { live: score },
    anomalous: score > 10,
  }));
const times = (count: number, score: number): number[] => Array<number>(count).fill(score);

describe('rankingFigures', () => {
  it('pools all beats, and takes the median over records with ten of each kind', () => {
    const good = [...beats('N', times(20, 1)), ...beats('V', times(10, 2))];
    const half = [...beats('N', times(20, 3)), ...beats('V', times(12, 3))];
    const few = [...beats('N', times(20, 9)), ...beats('V', times(9, 0))];
    const { aurocV, aurocVMedian, aurocS } = rankingFigures([good, half, few], 'live');
    expect(aurocVMedian).toBe(0.75);
    // Of 31 V and 60 N: ten above 20, twelve above 20 and even with 20.
    expect(aurocV).toBeCloseTo((10 * 20 + 12 * (20 + 10)) / (31 * 60), 12);
    expect(aurocS).toBeUndefined();
  });
});

describe('thresholdFigures', () => {
  it('counts beats above the threshold by class, and normal beats and false peaks per hour', () => {
    const judged = [
      ...beats('N', [...times(97, 1), ...times(3, 11)]),
      ...beats('V', [11, 11, 11, 1]),
      ...beats('S', [11, 1]),
    ];
    expect(thresholdFigures(judged, 2, 0.5)).toEqual({
      sensitivityV: 0.75,
      sensitivityS: 0.5,
      specificity: 0.97,
      falsePositivesPerHour: 10,
    });
  });
});
