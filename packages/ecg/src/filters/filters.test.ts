import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cascadeState, filterInPlace, gainAt, type BiquadCascade } from './biquad.ts';
import { bandPass, butterworthHighPass, butterworthLowPass, notch } from './design.ts';

/** Plain reference: the difference equation, section by section. */
function plainFilter(cascade: BiquadCascade, input: readonly number[]): number[] {
  return cascade.reduce<number[]>(
    (x, { b0, b1, b2, a1, a2 }) => {
      const y: number[] = [];
      for (const [n, value] of x.entries()) {
        y.push(
          b0 * value +
            b1 * (x[n - 1] ?? 0) +
            b2 * (x[n - 2] ?? 0) -
            a1 * (y[n - 1] ?? 0) -
            a2 * (y[n - 2] ?? 0),
        );
      }
      return y;
    },
    [...input],
  );
}

const rates = fc.constantFrom(100, 128, 130, 250, 360, 500, 1000);
const signals = fc.array(fc.double({ min: -5000, max: 5000, noNaN: true }), { minLength: 1, maxLength: 400 });

describe('filter design', () => {
  // scipy 1.17.1: signal.butter(4, 40, 'low', fs=250, output='sos'), the gain of the first section split over both;
  // signal.butter(2, 0.5, 'high', fs=360, output='sos'); signal.iirnotch(50, 30, fs=250)
  it('matches scipy', () => {
    const [first, second] = butterworthLowPass({ order: 4, cutoffHz: 40, samplingRateHz: 250 });
    expect(second!.a1).toBeCloseTo(-0.602033202257445, 12);
    expect(second!.a2).toBeCloseTo(0.12355934398734861, 12);
    expect(first!.a1).toBeCloseTo(-0.8099502989391327, 12);
    expect(first!.a2).toBeCloseTo(0.5115897646941701, 12);
    expect(first!.b0 * second!.b0).toBeCloseTo(0.02287020771629096, 12);
    const [highPass] = butterworthHighPass({ order: 2, cutoffHz: 0.5, samplingRateHz: 360 });
    expect(highPass!.b0).toBeCloseTo(0.9938483285621093, 12);
    expect(highPass!.b1).toBeCloseTo(-1.9876966571242185, 12);
    expect(highPass!.a1).toBeCloseTo(-1.987658813704708, 12);
    expect(highPass!.a2).toBeCloseTo(0.9877345005437297, 12);
    const [notched] = notch({ frequencyHz: 50, samplingRateHz: 250 });
    expect(notched!.b0).toBeCloseTo(0.9794827609814495, 12);
    expect(notched!.b1).toBeCloseTo(-0.6053536376811252, 12);
    expect(notched!.a2).toBeCloseTo(0.958965521962899, 12);
  });

  it('halves the power at the cutoff at every sampling rate', () => {
    fc.assert(
      fc.property(
        rates,
        fc.constantFrom(2, 4, 6),
        fc.double({ min: 0.3, max: 45, noNaN: true }),
        (rate, order, cutoffHz) => {
          for (const design of [butterworthLowPass, butterworthHighPass]) {
            const gain = gainAt(design({ order, cutoffHz, samplingRateHz: rate }), cutoffHz, rate);
            expect(gain).toBeCloseTo(Math.SQRT1_2, 6);
          }
        },
      ),
    );
  });

  it('passes the ECG band and removes baseline and mains', () => {
    const band = bandPass({ lowHz: 0.5, highHz: 40, samplingRateHz: 250 });
    expect(gainAt(band, 10, 250)).toBeCloseTo(1, 2);
    expect(gainAt(band, 0.05, 250)).toBeLessThan(0.02);
    const mains = notch({ frequencyHz: 60, samplingRateHz: 250 });
    expect(gainAt(mains, 60, 250)).toBeLessThan(1e-9);
    expect(gainAt(mains, 30, 250)).toBeGreaterThan(0.99);
  });

  it('rejects a frequency above half the sampling rate and an odd order', () => {
    expect(() => butterworthLowPass({ order: 2, cutoffHz: 50, samplingRateHz: 100 })).toThrow(
      'cutoffHz: found 50, expected above 0 and below 50, half the sampling rate',
    );
    expect(() => notch({ frequencyHz: 60, samplingRateHz: 100 })).toThrow('frequencyHz: found 60');
    expect(() => butterworthHighPass({ order: 3, cutoffHz: 1, samplingRateHz: 100 })).toThrow(
      'order: found 3',
    );
  });
});

describe('filterInPlace', () => {
  it('computes the difference equation', () => {
    fc.assert(
      fc.property(rates, signals, (samplingRateHz, input) => {
        const cascade = bandPass({ lowHz: 0.5, highHz: 40, samplingRateHz });
        const values = Float64Array.from(input);
        filterInPlace(cascade, cascadeState(cascade), values);
        const expected = plainFilter(cascade, input);
        for (const [index, value] of values.entries()) expect(value).toBeCloseTo(expected[index]!, 6);
      }),
    );
  });

  it('gives bit-identical output for every split of the signal', () => {
    fc.assert(
      fc.property(signals, fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), (input, lengths) => {
        const cascade = bandPass({ order: 4, lowHz: 0.5, highHz: 40, samplingRateHz: 250 });
        const whole = Float64Array.from(input);
        filterInPlace(cascade, cascadeState(cascade), whole);
        const pieces: number[] = [];
        const state = cascadeState(cascade);
        for (let from = 0, turn = 0; from < input.length; turn += 1) {
          const piece = Float64Array.from(input.slice(from, from + lengths[turn % lengths.length]!));
          filterInPlace(cascade, state, piece);
          pieces.push(...piece);
          from += piece.length;
        }
        expect(pieces).toEqual([...whole]);
      }),
    );
  });
});
