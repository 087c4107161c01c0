import { patientId } from '@beatwatch/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partsOf } from './patient-parts.ts';

const guardUs = 60_000_000;
const settings = { validationShare: 0.2, guardUs, seed: 1 };
const timesFrom = (fromUs: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => fromUs + index * 800_000);

const patients = fc.array(
  fc.record({
    count: fc.integer({ min: 1, max: 600 }),
    fromUs: fc.nat(1e9),
    testShare: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 8 },
);

describe('partsOf', () => {
  it('trains on no patient that validates, on nothing near it in time, and on nothing after a test began', () => {
    fc.assert(
      fc.property(patients, (some) => {
        const all = some.map(({ count, fromUs, testShare }, index) => {
          const timesUs = timesFrom(fromUs, count);
          const testFromUs = testShare === undefined ? undefined : fromUs + testShare * count * 800_000;
          return {
            patientId: patientId(`p-${index}`),
            timesUs,
            ...(testFromUs !== undefined && { testFromUs }),
          };
        });
        const parts = partsOf(all, settings);
        const placed = all.map(({ timesUs, ...patient }) => ({
          ...patient,
          train: timesUs.filter((timeUs) => parts.of(patient.patientId, timeUs) === 'train'),
          validation: timesUs.filter((timeUs) => parts.of(patient.patientId, timeUs) === 'validation'),
        }));
        const trained = placed.filter(({ train }) => train.length > 0);
        for (const { train, validation, testFromUs = Number.POSITIVE_INFINITY } of placed) {
          for (const timeUs of [...train, ...validation]) expect(timeUs).toBeLessThan(testFromUs - guardUs);
          if (train.length > 0 && validation.length > 0) {
            expect(trained).toHaveLength(1);
            expect(validation[0]! - train.at(-1)!).toBeGreaterThan(guardUs);
          }
        }
      }),
    );
  });

  it('lets a fifth of the patients validate, the same ones when others come', () => {
    const ten = Array.from({ length: 10 }, (_, index) => ({
      patientId: patientId(`p-${index}`),
      timesUs: timesFrom(0, 10),
    }));
    const validating = (some: typeof ten): string[] => {
      const parts = partsOf(some, settings);
      return some.map(({ patientId: id }) => id).filter((id) => parts.of(id, 0) === 'validation');
    };
    expect(validating(ten)).toHaveLength(2);
    const [first] = validating(ten.slice(0, 5));
    expect(validating(ten.slice(0, 4).concat(ten.filter(({ patientId: id }) => id === first)))).toContain(
      first,
    );
  });
});
