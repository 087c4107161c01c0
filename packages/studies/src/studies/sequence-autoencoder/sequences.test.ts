import { describe, expect, it } from 'vitest';
import { beatsPerWindow, describeWindow, secondLargest, type SequenceBeat } from './beat-window.ts';
import { groupedBy, spread } from './grouping.ts';
import { sortOf, taskOutcome } from './outcome.ts';
import { rankMethods, type JudgedItem } from './ranking-interval.ts';
import type { LabelledWindow } from './read-windows.ts';
import { kindByAnnotations, type AnnotatedSignal } from './window-kind.ts';

const beat = (seconds: number, rrMs: number, scale = 1): SequenceBeat => ({
  seconds,
  rrMs,
  samples: Float32Array.from({ length: 88 }, (_, at) => scale * 1000 * Math.exp(-((at - 31) ** 2) / 8)),
});
const beats = (rrMs: (index: number) => number, scale?: (index: number) => number): SequenceBeat[] =>
  Array.from({ length: beatsPerWindow }, (_, index) => beat(index, rrMs(index), scale?.(index)));

describe('describeWindow', () => {
  const steady = describeWindow(
    beats(() => 800),
    1,
  );

  it('finds nothing irregular in equal beats at the usual rate', () => {
    expect(steady.measures).toMatchObject({
      'RR irregularity': 0,
      'median RR change': 0,
      rate: 0,
      'largest template distance': 0,
      'poor signal': 0,
    });
    expect([...steady.sequences.rhythm].filter((_, index) => index % 2 === 1)).toEqual(
      Array.from({ length: beatsPerWindow }, () => 0),
    );
  });

  it('joins shape and rhythm to one sequence', () => {
    const { 'mean beat': shape, rhythm, 'mean beat and rhythm': both } = steady.sequences;
    expect([...both]).toEqual([...shape, ...rhythm]);
    expect(shape).toHaveLength(44);
  });

  it('measures alternating intervals and a beat of another shape', () => {
    const bigeminy = describeWindow(
      beats((index) => (index % 2 === 0 ? 500 : 1100)),
      1,
    );
    expect(bigeminy.measures['RR irregularity']).toBeGreaterThan(0.5);
    const odd = describeWindow(
      beats(
        () => 800,
        (index) => (index === 3 || index === 9 ? -1 : 1),
      ),
      0.5,
    );
    expect(odd.measures['largest template distance']).toBeGreaterThan(1);
    expect(odd.measures['poor signal']).toBe(0.5);
    expect(odd.sequences['mean beat']).toEqual(steady.sequences['mean beat']);
  });

  it('takes the second largest of several, and the only one', () => {
    expect(secondLargest([1, 9, 4])).toBe(4);
    expect(secondLargest([7])).toBe(7);
  });
});

describe('kindByAnnotations', () => {
  const signal = (classes: string, rhythm?: string): AnnotatedSignal => ({
    beats: Array.from(classes).map(
      (aamiClass, seconds) => ({ seconds, aamiClass, symbol: aamiClass }) as never,
    ),
    rhythms: rhythm === undefined ? [] : [{ name: rhythm, fromSeconds: 0, toSeconds: 100 }],
    fibrillations: [],
  });

  it.each([
    ['NNNNNNNN', undefined, 'normal'],
    ['NNNNNNNN', 'N', 'normal'],
    ['NNNNNNNN', 'AFIB', 'atrial fibrillation'],
    ['NNNNNNNN', 'PREX', undefined],
    ['NVNVNVNV', 'B', 'ventricular beats'],
    ['NNVVVNNN', 'N', 'ventricular run'],
    ['NSNSNSNS', undefined, 'supraventricular beats'],
    ['NNNSNNNN', undefined, undefined],
    ['', 'NSR', 'normal'],
    ['', undefined, undefined],
  ])('beats %s in rhythm %s are %s', (classes, rhythm, kind) => {
    expect(kindByAnnotations(signal(classes, rhythm), 0, 8)).toBe(kind);
  });

  it('knows fibrillation by its marks, and leaves its borders out', () => {
    const fibrillations = [{ kind: 'ventricular-fibrillation', onsetSeconds: 4, endSeconds: 50 } as const];
    const marked = { ...signal('NNNN'), fibrillations };
    expect(kindByAnnotations(marked, 5, 15)).toBe('ventricular fibrillation');
    expect(kindByAnnotations(marked, 0, 8)).toBeUndefined();
  });
});

const items = (scoreOf: (patient: number, positive: boolean) => number): JudgedItem[] =>
  Array.from({ length: 20 }, (_, index) => {
    const [patient, positive] = [Math.floor(index / 2), index % 2 === 0];
    return { patient: `${patient}`, positive, scores: { a: scoreOf(patient, positive), b: 0 } };
  });

describe('rankMethods', () => {
  it('gives 1 without spread to a perfect method, and a half to one that cannot tell', () => {
    const { methods, lead } = rankMethods(items((_, positive) => (positive ? 1 : 0)));
    expect(methods.a).toEqual({ auroc: 1, low: 1, high: 1 });
    expect(methods.b).toEqual({ auroc: 0.5, low: 0.5, high: 0.5 });
    expect(lead('a', 'b')).toEqual({ auroc: 0.5, low: 0.5, high: 0.5 });
  });

  it('has an interval around a figure that hangs on the patient, the same each time', () => {
    const judged = items((patient, positive) => (positive === patient < 7 ? 1 : 0));
    const first = rankMethods(judged).methods.a!;
    expect(first.auroc).toBeCloseTo(0.7);
    expect(first.low).toBeLessThan(0.6);
    expect(first.high).toBeGreaterThan(0.8);
    expect(rankMethods(judged).methods.a).toEqual(first);
  });
});

describe('taskOutcome', () => {
  const window = (patient: string, kind: LabelledWindow['kind']): LabelledWindow =>
    ({ database: 'mitdb', patient, kind }) as never;
  const windows = ['1', '2', '3', '4'].flatMap((patient) => [
    window(patient, 'normal'),
    window(patient, 'ventricular run'),
  ]);
  const positive = windows.map(({ kind }) => (kind === 'normal' ? 0 : 1));
  const methods = [
    { name: 'LSTM autoencoder: rhythm', scores: positive },
    { name: 'LSTM autoencoder: beat', scores: positive.map(() => 0) },
    { name: 'rate', scores: positive.map((value) => -value) },
    { name: '8 principal components: rhythm', scores: positive },
    { name: 'trees without the kind', scores: positive.map(() => 0) },
    { name: 'trees with the kind', scores: positive },
  ];

  it('compares the best autoencoder with the best of each other sort', () => {
    const outcome = taskOutcome(
      { databases: ['mitdb'], kinds: ['ventricular run'], withheld: [] },
      windows,
      methods,
    );
    expect(outcome?.counts).toEqual({ positive: 4, normal: 4, patients: 4 });
    expect(
      outcome?.comparisons.map(({ sort, autoencoder, isApart }) => [sort, autoencoder, isApart]),
    ).toEqual([
      ['measures', 'LSTM autoencoder: rhythm', true],
      ['linear', 'LSTM autoencoder: rhythm', false],
      ['trees without the kind', 'LSTM autoencoder: rhythm', true],
      ['trees with the kind', 'LSTM autoencoder: rhythm', false],
    ]);
  });

  it('needs two patients with the kind', () => {
    const task = { databases: ['mitdb'], kinds: ['noise'], withheld: [] } as const;
    expect(taskOutcome(task, windows, methods)).toBeUndefined();
  });

  it('knows the sort of each method', () => {
    expect(methods.map(({ name }) => sortOf(name))).toEqual([
      undefined,
      undefined,
      'measures',
      'linear',
      'trees without the kind',
      'trees with the kind',
    ]);
  });
});

describe('grouping', () => {
  it('spreads evenly, and keeps the order of groups', () => {
    expect(spread([0, 1, 2, 3, 4, 5], 3)).toEqual([0, 2, 4]);
    expect(spread([1, 2], 5)).toEqual([1, 2]);
    expect([...groupedBy(['b1', 'a1', 'b2'], (item) => item.charAt(0))]).toEqual([
      ['b', ['b1', 'b2']],
      ['a', ['a1']],
    ]);
  });
});
