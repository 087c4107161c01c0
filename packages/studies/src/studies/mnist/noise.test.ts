import { createSeededRandom } from '@beatwatch/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawNoiseKind, noiseKinds, studyNoise, withNoise } from './noise.ts';

const grey = (value: number, count = 20_000): Float32Array => new Float32Array(count).fill(value / 255);

function meanAndSigma(values: Float32Array): [mean: number, sigma: number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return [255 * mean, 255 * Math.sqrt(square)];
}

describe('withNoise', () => {
  it("adds the study's Gaussian noise to every pixel", () => {
    const [mean, sigma] = meanAndSigma(withNoise(grey(128), 'gaussian', createSeededRandom(1)));
    expect(mean).toBeCloseTo(128 - 5.9, 0);
    expect(Math.abs(sigma - 5.9)).toBeLessThan(0.15);
  });

  it('scales speckle with the brightness of the pixel, and leaves black unchanged', () => {
    const levels = { ...studyNoise, speckleSigma: 0.1 };
    const random = createSeededRandom(1);
    const [mean, sigma] = meanAndSigma(withNoise(grey(100), 'speckle', random, levels));
    expect(mean).toBeCloseTo(100, 0);
    expect(Math.abs(sigma - 10)).toBeLessThan(0.3);
    expect(withNoise(grey(0, 50), 'speckle', random)).toEqual(grey(0, 50));
  });

  it('stays on the scale, leaves its input unchanged, and depends on the seed alone', () => {
    const pixels = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(pixels, fc.constantFrom(...noiseKinds), fc.nat(), (values, kind, seed) => {
        const image = Float32Array.from(values, (value) => value / 255);
        const before = image.slice();
        const noisy = withNoise(image, kind, createSeededRandom(seed));
        expect(noisy.every((value) => value >= 0 && value <= 1)).toBe(true);
        expect(image).toEqual(before);
        expect(withNoise(image, kind, createSeededRandom(seed))).toEqual(noisy);
      }),
    );
  });

  it('draws both kinds about as often', () => {
    const random = createSeededRandom(3);
    const gaussian = Array.from({ length: 2000 }, () => drawNoiseKind(random)).filter(
      (kind) => kind === 'gaussian',
    );
    expect(Math.abs(gaussian.length - 1000)).toBeLessThan(100);
  });
});
