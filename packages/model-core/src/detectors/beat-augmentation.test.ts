import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '@beatwatch/statistics';
import { augmentBeat } from './beat-augmentation.ts';

const raw = Float32Array.from(
  { length: 140 },
  (_, at) => Math.sin(at / 9) + 2 * Math.exp(-(((at - 90) / 4) ** 2)),
);
const deviation = (beat: Float32Array): number => {
  const mean = beat.reduce((sum, sample) => sum + sample, 0) / beat.length;
  return Math.sqrt(beat.reduce((sum, sample) => sum + (sample - mean) ** 2, 0) / (beat.length - 1));
};
const beat = raw.map((sample) => (sample - raw.reduce((sum, x) => sum + x, 0) / 140) / deviation(raw));
const draws = Array.from({ length: 50 }, (_, seed) => augmentBeat(beat, createSeededRandom(seed)));

describe('augmentBeat', () => {
  it('keeps the mean and the standard deviation of a preprocessed beat', () => {
    for (const { target } of draws) {
      expect(target.reduce((sum, sample) => sum + sample, 0) / 140).toBeCloseTo(0, 5);
      expect(deviation(target)).toBeCloseTo(1, 5);
    }
  });

  it('stays near the beat, with noise in the input only', () => {
    for (const { input, target } of draws) {
      expect(deviation(target.map((sample, at) => sample - (beat[at] ?? 0)))).toBeLessThan(0.7);
      expect(deviation(input.map((sample, at) => sample - (target[at] ?? 0)))).toBeLessThan(0.35);
    }
  });

  it('gives the same result for the same seed, and different ones for others', () => {
    expect(draws[0]).toEqual(augmentBeat(beat, createSeededRandom(0)));
    expect(draws[0]).not.toEqual(draws[1]);
  });
});
