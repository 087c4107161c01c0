import type { BoostedTrees } from '@beatwatch/boosted-trees';
import { beatFeatureNames } from '@beatwatch/adaptation';
import { beatClasses, type BeatClass } from '@beatwatch/contracts';
import { expect, it } from 'vitest';
import { figuresByGroup, spreadOf } from './group-figures.ts';
import { judgedClass, judgedRecords, type JudgedRecord } from './judged-beats.ts';
import type { LabelledBeats } from './labelled-beats.ts';

const none = { N: 0, S: 0, V: 0, F: 0, P: 0, U: 0 };

/** Beats after the first five minutes, each with its class and the probability of V; the rest is that of N. */
const record = (beats: readonly (readonly [BeatClass | undefined, number])[], from = 300): JudgedRecord => ({
  group: 'mitdb',
  beats: beats.map(([target, v], index) => ({
    target,
    seconds: from + index,
    anomalyScore: 1,
    anomalous: false,
    ventricular: v > 0.5,
    beatClass: v > 0.5 ? 'V' : 'N',
    classProbabilities: { ...none, N: 1 - v, V: v },
  })),
});

it('ranks a class against normal beats, and counts the most probable class', () => {
  const figures = judgedClass(
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
  const early = record([['N', 0.9]], 10);
  const few = record([
    ['N', 0.9],
    ['V', 0.1],
  ]);
  const many = record(Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? ['N', 0.1] : ['V', 0.8])));
  const figures = judgedClass([early, few, many], 'V');
  expect(figures.aurocMedian).toBe(1);
  expect(figures.auroc).toBeLessThan(1);
  expect(figures.sensitivity).toBeCloseTo(10 / 11, 9);
});

/** Trees without a split: every beat gets the same probabilities. */
const sure = (name: BeatClass): BoostedTrees => ({
  columns: beatFeatureNames.length,
  classes: beatClasses.length,
  depth: 1,
  offsets: Float32Array.from(beatClasses, (one) => (one === name ? 3 : 0)),
  features: new Float32Array(),
  thresholds: new Float32Array(),
  missingLeft: new Float32Array(),
  leaves: new Float32Array(),
});

const labelled = (lead: number, seconds: readonly number[], targets: readonly number[]): LabelledBeats => ({
  dataSet: 'mitdb',
  name: '100',
  fold: 0,
  noisy: false,
  lead,
  leads: 2,
  features: new Float32Array(seconds.length * beatFeatureNames.length),
  targets: Int8Array.from(targets),
  seconds: Float64Array.from(seconds),
  anomalyScores: new Float64Array(seconds.length),
});

it('judges the first lead, the others, and all together', () => {
  const records = [labelled(0, [301, 302], [0, 2]), labelled(1, [301.05, 303], [0, -1])];
  const judged = judgedRecords(records, sure('V'));
  expect(judged.map(({ group, beats }) => [group, beats.map(({ target }) => target)])).toEqual([
    ['mitdb', ['N', 'V']],
    ['mitdb, other leads', ['N', undefined]],
    ['mitdb, all leads', ['N', 'V', undefined]],
  ]);
  expect(Object.keys(figuresByGroup(judged))).toEqual(['mitdb', 'mitdb, other leads', 'mitdb, all leads']);
});

it('gives mean and standard deviation over seeds', () => {
  const of = (f1: number) => {
    const figures = { auroc: 1, aurocMedian: 1, f1, sensitivity: 1, predictivity: 1 };
    return { mitdb: { V: figures, S: figures } };
  };
  const [middle, deviation] = spreadOf([of(0.8), of(0.9), of(1)])['mitdb']?.V.f1 ?? [];
  expect(middle).toBeCloseTo(0.9, 9);
  expect(deviation).toBeCloseTo(0.1, 9);
});
