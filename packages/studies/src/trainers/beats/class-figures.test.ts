import { beatClasses, type BeatClass } from '@beatwatch/contracts';
import { expect, it } from 'vitest';
import { classFigures } from './class-figures.ts';

/** Beats after the first five minutes, each with its class and the probability of V; the rest is that of N. */
const record = (beats: readonly (readonly [BeatClass | undefined, number])[]) => ({
  group: 'a',
  targets: beats.map(([name]) => (name === undefined ? -1 : beatClasses.indexOf(name))),
  probabilities: Float64Array.from(
    beats.flatMap(([, v]) => beatClasses.map((name) => (name === 'V' ? v : name === 'N' ? 1 - v : 0))),
  ),
  seconds: beats.map((_, index) => 300 + index),
});

it('ranks a class against normal beats, and counts the most probable class', () => {
  const figures = classFigures(
    [
      record([
        ['N', 0.1],
        ['N', 0.6],
        ['V', 0.9],
        ['V', 0.4],
        ['S', 0.7],
        ['F', 0.9],
        [undefined, 0.9],
      ]),
    ],
    'V',
  );
  // Of the four pairs of a V and an N, three are in order. One V is called, one N and one S are called V as well.
  expect(figures.auroc).toBe(0.75);
  expect(figures.sensitivity).toBe(0.5);
  expect(figures.predictivity).toBeCloseTo(1 / 3, 9);
  expect(figures.f1).toBeCloseTo(0.4, 9);
});

it('leaves the first five minutes out, and records with few beats out of the median', () => {
  const early = { ...record([['N', 0.9]]), seconds: [10] };
  const few = record([
    ['N', 0.9],
    ['V', 0.1],
  ]);
  const many = record(Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? ['N', 0.1] : ['V', 0.8])));
  const figures = classFigures([early, few, many], 'V');
  expect(figures.aurocMedian).toBe(1);
  expect(figures.auroc).toBeLessThan(1);
  expect(figures.sensitivity).toBeCloseTo(10 / 11, 9);
});
