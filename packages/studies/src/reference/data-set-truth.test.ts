import { expect, it } from 'vitest';
import { isJudged, truthOf } from './data-set-truth.ts';
import { annotationsOf } from './test-annotations.ts';

const rhythms = (...names: readonly string[]) =>
  annotationsOf('+'.repeat(names.length)).map((annotation, index) => ({ ...annotation, aux: names[index]! }));

it('judges rates, but no classes of beats, where every beat is annotated as normal', () => {
  const truth = truthOf([annotationsOf('NNN[!!]NNN')]);
  expect(isJudged('extreme-tachycardia', truth)).toBe(true);
  expect(isJudged('ventricular-fibrillation', truth)).toBe(true);
  expect(isJudged('ventricular-run', truth)).toBe(false);
});

it('judges rhythms, but neither rates nor runs, where no beats are annotated', () => {
  const truth = truthOf([rhythms('(N', '(VT'), rhythms('(VFIB', '(ASYS')]);
  for (const kind of ['ventricular-fibrillation', 'ventricular-tachycardia', 'asystole']) {
    expect(isJudged(kind, truth), kind).toBe(true);
  }
  for (const kind of ['extreme-bradycardia', 'ventricular-run', 'anomaly-burst', 'atrial-fibrillation']) {
    expect(isJudged(kind, truth), kind).toBe(false);
  }
});

it('judges atrial fibrillation where some record annotates it', () => {
  expect(isJudged('atrial-fibrillation', truthOf([annotationsOf('NNV')]))).toBe(false);
  expect(isJudged('atrial-fibrillation', truthOf([annotationsOf('NNV'), rhythms('(AFIB')]))).toBe(true);
});
