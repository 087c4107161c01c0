import { expect, it } from 'vitest';
import { patientIntervals, patientOf } from './bootstrap.ts';

const outcomes = Array.from({ length: 40 }, (_, index) => ({ name: `p${index}`, value: index % 4 }));
const meanOf = (drawn: readonly { readonly value: number }[]) => ({
  mean: drawn.reduce((sum, { value }) => sum + value, 0) / drawn.length,
});

it('spans the mean by about two standard errors, the same each time', () => {
  const { mean } = patientIntervals(outcomes, meanOf);
  const standardError = Math.sqrt(1.25 / 40);
  expect(mean?.[0]).toBeCloseTo(1.5 - 1.96 * standardError, 1);
  expect(mean?.[1]).toBeCloseTo(1.5 + 1.96 * standardError, 1);
  expect(patientIntervals(outcomes, meanOf)).toEqual({ mean });
});

it('draws the records of one patient together', () => {
  expect(patientOf('201')).toBe(patientOf('202'));
  expect(patientOf('data_8_2')).toBe(patientOf('data_8_4'));
  expect(patientOf('data_8_2')).not.toBe(patientOf('data_84_1'));
  const ofOne = [
    { name: 'data_8_2', value: 0 },
    { name: 'data_8_3', value: 8 },
  ];
  expect(patientIntervals(ofOne, meanOf)).toEqual({});
});
