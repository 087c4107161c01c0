import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestNeighbourScores, templateScores, type BaselineBeat } from './baselines.ts';

const length = 6;
const value = fc.integer({ min: -500, max: 500 });
const anyBeat = fc.record({
  samples: fc.array(value, { minLength: length, maxLength: length }).map((list) => Float32Array.from(list)),
  precedingRrIntervalMs: fc.integer({ min: 300, max: 1500 }),
});
const someBeats = fc.array(anyBeat, { minLength: 6, maxLength: 30 });

const middle = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2;
};
const distance = (a: BaselineBeat, b: Float32Array): number =>
  a.samples.reduce((sum, sample, at) => sum + Math.abs(sample - b[at]!), 0) / length;
const prematurity = (beats: readonly BaselineBeat[], at: number): number => {
  const own = beats[at]!.precedingRrIntervalMs!;
  const prior = beats.slice(Math.max(0, at - 10), at).map((beat) => beat.precedingRrIntervalMs!);
  return prior.length === 0 ? 0 : Math.log(middle(prior) / own);
};

describe('templateScores', () => {
  it('matches the plain definition', () => {
    fc.assert(
      fc.property(someBeats, (beats) => {
        const own = beats.slice(0, 5);
        const template = Float32Array.from({ length }, (_, at) =>
          middle(own.map(({ samples }) => samples[at]!)),
        );
        const usual = middle(own.map((beat) => distance(beat, template)));
        fc.pre(usual > 0);
        const scores = templateScores(beats, 5);
        beats.forEach((beat, at) => {
          expect(scores[at]).toBeCloseTo(distance(beat, template) / usual + 6 * prematurity(beats, at), 4);
        });
      }),
    );
  });

  it('adds 6 times the log of the prematurity to a beat of the usual shape', () => {
    const beats = Array.from({ length: 20 }, (_, index) => ({
      samples: Float32Array.of(0, 10 + (index % 3), -5, 0, 0, 0),
      precedingRrIntervalMs: index === 15 ? 400 : 800,
    }));
    const scores = templateScores(beats, 10);
    expect(scores[15]! - scores[18]!).toBeCloseTo(6 * Math.log(2), 9);
  });
});

describe('nearestNeighbourScores', () => {
  it('matches the plain definition', () => {
    fc.assert(
      fc.property(someBeats, (beats) => {
        const own = beats.slice(0, 5);
        const near = beats.map((beat) => {
          const distances = own
            .filter((other) => other !== beat)
            .map(({ samples }) => distance(beat, samples));
          const nearest = distances.sort((a, b) => a - b).slice(0, 3);
          return nearest.reduce((sum, one) => sum + one, 0) / nearest.length;
        });
        const usual = middle(near.slice(0, 5));
        fc.pre(usual > 0);
        const scores = nearestNeighbourScores(beats, 5);
        near.forEach((one, at) => {
          expect(scores[at]).toBeCloseTo(one / usual + 6 * prematurity(beats, at), 4);
        });
      }),
    );
  });
});
