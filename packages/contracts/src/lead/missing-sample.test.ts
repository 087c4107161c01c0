import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceId, patientId } from '../ids.ts';
import { missingSample, presentPieces, withMissingSamples } from './missing-sample.ts';
import { quantise } from './quantise.ts';

const values = fc.array(fc.option(fc.integer({ min: -32_767, max: 32_767 })), {
  minLength: 1,
  maxLength: 60,
});

describe('missing samples', () => {
  it('lie within a lead where they are few, and are left out of the pieces of its packets', () => {
    fc.assert(
      fc.property(values, (given) => {
        if (given.every((value) => value === null)) return;
        const numbers = given.map((value) => value ?? NaN);
        const pieces = [{ startSeconds: 0, values: numbers }];
        const lead = quantise({ lead: 'II', samplingRateHz: 250, microvoltsPerValue: 5, pieces });
        const [segment, ...more] = withMissingSamples(lead).segments;
        expect(more).toEqual([]);
        const first = given.findIndex((value) => value !== null);
        const last = given.findLastIndex((value) => value !== null);
        expect([...segment!.samples]).toEqual(
          given.slice(first, last + 1).map((value) => value ?? missingSample),
        );
        const packet = {
          patientId: patientId('p'),
          deviceId: deviceId('d'),
          lead: 'II',
          samplingRateHz: 250,
          microvoltsPerCount: 5,
          lastSampleTimeUs: (given.length - 1) * 4000,
          samples: Int16Array.from(given, (value) => value ?? missingSample),
        };
        const found = presentPieces(packet).flatMap(({ samples, lastSampleTimeUs }) =>
          [...samples].map((count, index) => [lastSampleTimeUs / 4000 - samples.length + 1 + index, count]),
        );
        expect(found).toEqual([...given.entries()].filter(([, value]) => value !== null));
      }),
    );
  });

  it('divide a lead where they are many', () => {
    const pieces = [
      { startSeconds: 0, values: [1, 2] },
      { startSeconds: 1.5, values: [3] },
    ];
    const lead = quantise({ lead: 'II', samplingRateHz: 250, microvoltsPerValue: 5, pieces });
    expect(withMissingSamples(lead)).toEqual(lead);
  });

  it('are never the count of a value', () => {
    const pieces = [{ startSeconds: 0, values: [-32_768, 0] }];
    const { microvoltsPerCount, segments } = quantise({
      lead: 'II',
      samplingRateHz: 250,
      microvoltsPerValue: 1,
      pieces,
    });
    expect([microvoltsPerCount, ...segments[0]!.samples]).toEqual([1, -32_767, 0]);
  });
});
