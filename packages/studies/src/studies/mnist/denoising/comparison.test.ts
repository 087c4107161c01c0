import { createSeededRandom } from '@beatwatch/statistics';
import { describe, expect, it } from 'vitest';
import { structuralSimilarity } from '@beatwatch/denoiser';
import { pixelCount } from '../mnist.ts';
import { studyNoise } from '../noise.ts';
import { compareMethods } from './comparison.ts';
import { applyMedian, chooseFilters } from './filter-choice.ts';
import { withAlternatingNoise, type NoisyDigit } from './noisy-digits.ts';
import { fitPixelSkip } from './pixel-skip.ts';
import { digitImage, judge } from './quality.ts';

const random = createSeededRandom(5);
/** A bar at a random place on black. */
const bar = (): Float32Array => {
  const left = 5 + Math.floor(12 * random.next());
  return Float32Array.from({ length: pixelCount }, (_, pixel) => (Math.abs((pixel % 28) - left) < 4 ? 1 : 0));
};
const digits: NoisyDigit[] = withAlternatingNoise(
  { images: Array.from({ length: 8 }, bar), labels: new Uint8Array(8) },
  { ...studyNoise, gaussianSigma: 40 },
  3,
);

const grids = {
  median: [1, 2].flatMap((radius) => (['square', 'cross'] as const).map((window) => ({ radius, window }))),
  nonLocalMeans: [20, 80].map((grey) => ({ patchSize: 3, searchRadius: 3, strength: grey / 255 })),
};

describe('judge', () => {
  it('averages the images’ figures, over all and over each noise', () => {
    const quality = judge(
      digits,
      digits.map(({ noisy }) => noisy),
    );
    const psnr = digits.map(({ clean, noisy }) => {
      const error = clean.reduce((sum, value, pixel) => sum + (value - noisy[pixel]!) ** 2, 0) / pixelCount;
      return -10 * Math.log10(error);
    });
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(quality.all.psnrDb).toBeCloseTo(mean(psnr), 9);
    expect(quality.gaussian.psnrDb).toBeCloseTo(mean(psnr.filter((_, index) => index % 2 === 0)), 9);
    expect([quality.all.images, quality.gaussian.images, quality.speckle.images]).toEqual([8, 4, 4]);
    const ssim = digits.map(({ clean, noisy }) =>
      structuralSimilarity(digitImage(clean), digitImage(noisy), 1),
    );
    expect(quality.all.ssim).toBeCloseTo(mean(ssim), 9);
    expect(quality.all.pooledPsnrDb).toBeLessThan(quality.all.psnrDb);
  });
});

describe('chooseFilters', () => {
  it('chooses the setting that comes closest to the clean digits', () => {
    const { median } = chooseFilters(digits, grids);
    const psnr = (options: typeof median.best) =>
      judge(
        digits,
        digits.map(({ noisy }) => applyMedian(noisy, options)),
      ).all.psnrDb;
    for (const options of grids.median) expect(psnr(median.best)).toBeGreaterThanOrEqual(psnr(options));
    expect(median.tried).toBe(4);
  });
});

describe('compareMethods', () => {
  const filters = chooseFilters(digits, grids);
  const seen = digits.map((digit) => ({ ...digit, network: digit.clean }));
  const skip = fitPixelSkip(seen, { groups: 4, noisyLevels: 64, networkLevels: 32 });
  const { methods, pictures } = compareMethods(seen, filters, { skip, pixelAlone: skip }, 2);

  it('judges every method on the same digits', () => {
    expect(Object.values(methods).map(({ quality }) => quality.all.images)).toEqual(Array(8).fill(8));
    expect(methods.networkAndSkip.quality.all.psnrDb).toBeGreaterThan(methods.median.quality.all.psnrDb);
  });

  it('never makes a filter worse by choosing its settings for the noise', () => {
    expect(methods.medianTold.quality.all.psnrDb).toBeGreaterThanOrEqual(methods.median.quality.all.psnrDb);
    expect(methods.nonLocalMeansTold.quality.all.psnrDb).toBeGreaterThanOrEqual(
      methods.nonLocalMeans.quality.all.psnrDb,
    );
  });

  it('shows the first digits of each noise', () => {
    expect(pictures.noisy).toEqual([0, 2, 1, 3].map((index) => digits[index]!.noisy));
  });
});
