import fc from 'fast-check';
import { expect, it } from 'vitest';
import { spectralShape } from './spectrum.ts';
import { windowLength } from './window.ts';

/** Plain reference: a full discrete Fourier transform of the tapered window. */
function plainShape(values: Float64Array): ReturnType<typeof spectralShape> {
  const tapered = values.map(
    (value, index) => value * (0.5 - 0.5 * Math.cos((2 * Math.PI * index) / (windowLength - 1))),
  );
  const power = Array.from({ length: windowLength / 2 + 1 }, (_, bin) => {
    let [real, imaginary] = [0, 0];
    tapered.forEach((value, index) => {
      real += value * Math.cos((2 * Math.PI * bin * index) / windowLength);
      imaginary += value * Math.sin((2 * Math.PI * bin * index) / windowLength);
    });
    return real * real + imaginary * imaginary;
  });
  const sum = (from: number, to: number): number => power.slice(from, to).reduce((a, b) => a + b, 0);
  const candidates = power.slice(5, 31);
  const peak = 5 + candidates.indexOf(Math.max(...candidates));
  const total = sum(3, power.length);
  return {
    dominantHz: peak * 0.3125,
    frequencyDistance: Math.abs(Math.log((peak * 0.3125) / 4.5)),
    concentration: sum(peak - 3, Math.min(32, peak + 4)) / total,
    fastShare: sum(32, power.length) / total,
  };
}

it('matches a plain Fourier transform', () => {
  const value = fc.double({ min: -1000, max: 1000, noNaN: true });
  fc.assert(
    fc.property(
      fc.float64Array({
        minLength: windowLength,
        maxLength: windowLength,
        min: -1000,
        max: 1000,
        noNaN: true,
      }),
      value,
      (noise, wave) => {
        const values = noise.map((each, index) => each / 4 + wave * Math.sin(0.47 * index));
        const [found, expected] = [spectralShape(values), plainShape(values)];
        expect(found.concentration).toBeCloseTo(expected.concentration, 6);
        expect(found.fastShare).toBeCloseTo(expected.fastShare, 6);
        expect(found.dominantHz).toBe(expected.dominantHz);
        expect(found.frequencyDistance).toBeCloseTo(expected.frequencyDistance, 6);
      },
    ),
    { numRuns: 60 },
  );
});
