import { expect, it } from 'vitest';
import { isJudged, scopeOf } from './annotation-scope.ts';
import { annotationsOf } from './test-annotations.ts';

const rhythms = (...names: readonly string[]) =>
  annotationsOf('+'.repeat(names.length)).map((annotation, index) => ({ ...annotation, aux: names[index]! }));

it('judges rates, but no classes of beats, where every beat is annotated as normal', () => {
  const scope = scopeOf([annotationsOf('NNN[!!]NNN')]);
  expect(isJudged('extreme-tachycardia', scope)).toBe(true);
  expect(isJudged('ventricular-fibrillation', scope)).toBe(true);
  expect(isJudged('ventricular-run', scope)).toBe(false);
});

it('judges rhythms, but neither rates nor runs, where no beats are annotated', () => {
  const scope = scopeOf([rhythms('(N', '(VT'), rhythms('(VFIB', '(ASYS')]);
  for (const kind of ['ventricular-fibrillation', 'ventricular-tachycardia', 'asystole']) {
    expect(isJudged(kind, scope), kind).toBe(true);
  }
  for (const kind of ['extreme-bradycardia', 'ventricular-run', 'anomaly-burst', 'atrial-fibrillation']) {
    expect(isJudged(kind, scope), kind).toBe(false);
  }
});

it('judges atrial fibrillation where some record annotates it', () => {
  expect(isJudged('atrial-fibrillation', scopeOf([annotationsOf('NNV')]))).toBe(false);
  expect(isJudged('atrial-fibrillation', scopeOf([annotationsOf('NNV'), rhythms('(AFIB')]))).toBe(true);
});
