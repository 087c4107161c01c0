import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ContractError } from '../errors.ts';
import { quantise, type LeadValues } from './quantise.ts';

const lead = (values: readonly number[], rest: Partial<LeadValues> = {}): LeadValues => ({
  lead: 'II',
  samplingRateHz: 250,
  microvoltsPerValue: 5,
  pieces: [{ startSeconds: 0, values }],
  ...rest,
});

describe('quantise', () => {
  it('keeps whole numbers, with 0 at 0 microvolts', () => {
    const { microvoltsPerCount, segments } = quantise(lead([1024, 1025, 900], { offsetMicrovolts: -5120 }));
    expect(microvoltsPerCount).toBe(5);
    expect([...segments[0]!.samples]).toEqual([0, 1, -124]);
  });

  it('inverts an inverted lead', () => {
    const { microvoltsPerCount, segments } = quantise(lead([-7, 7], { microvoltsPerValue: -2 }));
    expect([microvoltsPerCount, ...segments[0]!.samples]).toEqual([2, 7, -7]);
  });

  it('takes the finest step that cuts nothing off', () => {
    const step = (volts: number): number =>
      quantise(lead([0.001, volts], { microvoltsPerValue: 1e6 })).microvoltsPerCount;
    expect([0.032_767, 0.3, 3, 30].map(step)).toEqual([1, 10, 100, 1000]);
    expect(() => step(33)).toThrow('pieces: found 33.00 V, expected at most 32.767 V');
  });

  it('ends a segment at missing values and goes on after them', () => {
    const { segments } = quantise(lead([NaN, 1, 2, NaN, NaN, 3, Infinity]));
    expect(segments.map(({ startSeconds, samples }) => [startSeconds, ...samples])).toEqual([
      [0.004, 1, 2],
      [0.02, 3],
    ]);
  });

  it('is never further off than half a step, or is refused', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer()), {
          minLength: 1,
        }),
        fc.double({ min: -1e4, max: 1e4, noNaN: true }),
        fc.integer({ min: -100_000, max: 100_000 }),
        (values, microvoltsPerValue, offsetMicrovolts) => {
          try {
            const found = quantise(lead(values, { microvoltsPerValue, offsetMicrovolts }));
            expect(found.segments).toHaveLength(1);
            const exact = values.map((value) => value * microvoltsPerValue + offsetMicrovolts);
            // The count at 0 microvolts is rounded as well.
            const step = found.microvoltsPerCount;
            for (const [index, count] of found.segments[0]!.samples.entries()) {
              expect(Math.abs(count * step - exact[index]!)).toBeLessThanOrEqual(step * 0.5001);
            }
          } catch (error) {
            if (!(error instanceof ContractError)) throw error;
            expect(error.message).toMatch(/^\w+: found .* expected /);
          }
        },
      ),
    );
  });

  it('refuses a rate that packets do not have, and leads without any sample', () => {
    expect(() => quantise(lead([1], { samplingRateHz: 0 }))).toThrow('found 0 Hz, expected 50 to 2000 Hz');
    expect(() => quantise(lead([NaN]))).toThrow('pieces: found 0 values, expected at least one sample');
  });
});
