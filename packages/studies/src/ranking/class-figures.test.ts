import { expect, it } from 'vitest';
import { classFigures, confusionOf, type ClassPair } from './class-figures.ts';

/** Pairs such as `VN`: annotated V, decided N; `-` for none or missed. */
const figuresOf = (pairs: string) =>
  classFigures(
    confusionOf(
      pairs.split(' ').map(([annotated, decided]) => ({
        annotated: annotated === '-' ? 'none' : annotated,
        decided: decided === '-' ? 'missed' : decided,
      })) as ClassPair[],
    ),
  );

it('counts missed beats against the sensitivity, and peaks without a beat against the predictivity', () => {
  expect(figuresOf('VV VV VN V- NN NV -V').V).toEqual({
    annotated: 4,
    sensitivity: 0.5,
    positivePredictivity: 0.5,
    f1: 0.5,
  });
});

it('forgives fusion and unknown beats that are called V, and unknown ones that are called S', () => {
  expect(figuresOf('VV FV QV').V?.positivePredictivity).toBe(1);
  expect(figuresOf('SS FS QS').S?.positivePredictivity).toBe(0.5);
});

it('has no F1 of a class that is not annotated', () => {
  expect(figuresOf('NN NV').V).toEqual({ annotated: 0, positivePredictivity: 0 });
  expect(figuresOf('NN').S).toBeUndefined();
});
