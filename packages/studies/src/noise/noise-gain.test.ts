import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StudyError } from '../errors.ts';
import { noiseAmplitude, noiseGain, qrsAmplitude } from './noise-gain.ts';

const samplingRateHz = 100;

/** A flat line with a triangle of the given height at each beat. */
function complexes(beats: readonly number[], heights: readonly number[], length: number): Float64Array {
  const samples = new Float64Array(length);
  beats.forEach((at, index) => {
    samples[at - 1] = -0.25 * heights[index]!;
    samples[at] = 0.75 * heights[index]!;
  });
  return samples;
}

describe('the amplitude of QRS complexes', () => {
  const beats = Array.from({ length: 100 }, (_, index) => 50 + 80 * index);

  it('is their peak-to-peak height, regardless of sign', () => {
    const heights = beats.map((_, index) => (index % 2 === 0 ? 200 : -200));
    expect(qrsAmplitude(complexes(beats, heights, 9000), beats, samplingRateHz)).toBeCloseTo(200, 9);
  });

  it('excludes the largest and the smallest twentieth', () => {
    const heights = beats.map((_, index) => (index < 5 ? 1 : index < 10 ? 1e5 : 200));
    expect(qrsAmplitude(complexes(beats, heights, 9000), beats, samplingRateHz)).toBeCloseTo(200, 9);
  });

  it('needs a normal beat', () => {
    expect(() => qrsAmplitude(new Float64Array(100), [], samplingRateHz)).toThrow(StudyError);
  });
});

describe('the amplitude of noise', () => {
  it('is the root mean square, the mean of each second removed', () => {
    const sine = Float64Array.from(
      { length: 2000 },
      (_, index) => 700 + Math.floor(index / samplingRateHz) + 30 * Math.sin((2 * Math.PI * 5 * index) / 100),
    );
    expect(noiseAmplitude(sine, samplingRateHz)).toBeCloseTo(30 / Math.SQRT2, 6);
  });
});

describe('the gain of noise', () => {
  it('brings 10 log10 of an eighth of the squared QRS amplitude over the noise power to the given ratio', () => {
    const amplitude = fc.double({ min: 1, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(
        amplitude,
        amplitude,
        fc.double({ min: -20, max: 40, noNaN: true }),
        (qrs, noise, snrDb) => {
          const gain = noiseGain({ qrs, noise }, snrDb);
          expect(10 * Math.log10(qrs ** 2 / 8 / (gain * noise) ** 2)).toBeCloseTo(snrDb, 8);
        },
      ),
    );
  });
});
