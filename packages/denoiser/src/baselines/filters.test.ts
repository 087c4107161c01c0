import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from './golden-scikit-image.json' with { type: 'json' };
import { mirrored, type GreyImage } from '../images/grey-image.ts';
import { fastNonLocalMeans } from './fast-non-local-means.ts';
import { gaussianFilter } from './gaussian-filter.ts';
import { medianFilter, type MedianFilterOptions } from './median-filter.ts';
import { nonLocalMeans } from './non-local-means.ts';
import { psnrDb } from '../images/psnr.ts';
import { structuralSimilarity } from '../images/ssim.ts';

const imageOf = (values: readonly number[], width: number): GreyImage => ({
  width,
  height: values.length / width,
  values: Float32Array.from(values),
});
const reference = imageOf(golden.reference, golden.width);
const noisy = imageOf(golden.noisy, golden.width);

function expectClose(found: GreyImage, expected: readonly number[], tolerance = 1e-4): void {
  const worst = Math.max(...expected.map((value, index) => Math.abs(value - found.values[index]!)));
  expect(worst).toBeLessThan(tolerance);
}

const anyImage = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
  .chain(([width, height]) =>
    fc
      .array(fc.integer({ min: 0, max: 255 }), { minLength: width * height, maxLength: width * height })
      .map((values) => imageOf(values, width)),
  );

describe('filters and figures agree with scipy and scikit-image', () => {
  it.each(golden.median)('median filter $options', ({ options, values }) => {
    expectClose(medianFilter(noisy, options as MedianFilterOptions), values);
  });

  it.each(golden.nonLocalMeans)('non-local means $options', ({ options, exact, values }) => {
    const filtered = nonLocalMeans(noisy, options);
    expectClose(filtered, exact);
    // Of 255: scikit-image rounds its exponentials.
    expectClose(filtered, values, 0.6);
  });

  it.each(golden.fastNonLocalMeans)('fast non-local means $options', ({ options, exact, values }) => {
    const filtered = fastNonLocalMeans(noisy, options);
    expectClose(filtered, exact);
    expectClose(filtered, values, 0.6);
  });

  it.each(golden.gaussian)('Gaussian filter, sigma $sigmaPixels', ({ sigmaPixels, values }) => {
    expectClose(gaussianFilter(noisy, sigmaPixels), values);
  });

  it('PSNR and SSIM', () => {
    expect(psnrDb(reference, noisy, 255)).toBeCloseTo(golden.psnrDb, 6);
    expect(structuralSimilarity(reference, noisy, 255)).toBeCloseTo(golden.ssim, 6);
  });
});

describe('medianFilter', () => {
  it('returns the median of the neighbours for any size of image', () => {
    fc.assert(
      fc.property(anyImage, fc.integer({ min: 1, max: 3 }), (image, radius) => {
        const around = mirrored(image, radius, true);
        const filtered = medianFilter(image, { radius });
        image.values.forEach((_, index) => {
          const [x, y] = [index % image.width, Math.floor(index / image.width)];
          const neighbours: number[] = [];
          for (let dy = 0; dy <= 2 * radius; dy++)
            for (let dx = 0; dx <= 2 * radius; dx++)
              neighbours.push(around.values[(y + dy) * around.width + x + dx]!);
          neighbours.sort((a, b) => a - b);
          expect(filtered.values[index]).toBe(neighbours[(neighbours.length - 1) / 2]);
        });
      }),
      { numRuns: 50 },
    );
  });

  it('refuses a radius of 0, and values that do not fill the image', () => {
    expect(() => medianFilter(reference, { radius: 0 })).toThrow('radius: found 0, expected');
    expect(() => medianFilter({ ...reference, width: 12 }, { radius: 1 })).toThrow(
      'found 143 values for 12 x 11',
    );
  });
});

describe('nonLocalMeans', () => {
  it('stays within the values of the image, and keeps a uniform one', () => {
    fc.assert(
      fc.property(
        anyImage,
        fc.constantFrom(3, 5),
        fc.integer({ min: 1, max: 4 }),
        (image, patchSize, searchRadius) => {
          const { values } = nonLocalMeans(image, { patchSize, searchRadius, strength: 30 });
          expect(Math.min(...values)).toBeGreaterThanOrEqual(Math.min(...image.values) - 1e-4);
          expect(Math.max(...values)).toBeLessThanOrEqual(Math.max(...image.values) + 1e-4);
        },
      ),
      { numRuns: 50 },
    );
    const even = imageOf(Array<number>(30).fill(17), 6);
    expect(nonLocalMeans(even, { patchSize: 3, searchRadius: 2, strength: 1 }).values).toEqual(even.values);
  });

  it.each([
    [{ patchSize: 4 }, 'patchSize: found 4'],
    [{ searchRadius: 0 }, 'searchRadius: found 0'],
    [{ strength: 0 }, 'strength: found 0'],
    [{ noiseSigma: -1 }, 'noiseSigma: found -1'],
  ])('refuses %o', (wrong, message) => {
    expect(() => nonLocalMeans(reference, { patchSize: 3, searchRadius: 2, strength: 9, ...wrong })).toThrow(
      message,
    );
  });
});

describe('fastNonLocalMeans', () => {
  it('returns the mean of similar patches for any size of image, and keeps a uniform one', () => {
    fc.assert(
      fc.property(anyImage, fc.integer({ min: 1, max: 4 }), (image, searchRadius) => {
        const { values } = fastNonLocalMeans(image, { patchSize: 3, searchRadius, strength: 30 });
        expect(Math.min(...values)).toBeGreaterThanOrEqual(Math.min(...image.values) - 1e-4);
        expect(Math.max(...values)).toBeLessThanOrEqual(Math.max(...image.values) + 1e-4);
      }),
      { numRuns: 50 },
    );
    const even = imageOf(Array<number>(30).fill(17), 6);
    expect(fastNonLocalMeans(even, { patchSize: 3, searchRadius: 2, strength: 1 }).values).toEqual(
      even.values,
    );
  });

  it('refuses a patch of an even side', () => {
    expect(() => fastNonLocalMeans(reference, { patchSize: 4, searchRadius: 2, strength: 9 })).toThrow(
      'patchSize: found 4',
    );
  });
});

describe('gaussianFilter', () => {
  it('keeps the mean of a uniform image, and refuses a width of 0', () => {
    const even = imageOf(Array<number>(30).fill(17), 6);
    expectClose(gaussianFilter(even, 3), Array<number>(30).fill(17));
    expect(() => gaussianFilter(reference, 0)).toThrow('sigmaPixels: found 0, expected a number above 0');
  });
});

describe('psnrDb and structuralSimilarity', () => {
  it('are infinite and 1 for equal images', () => {
    expect(psnrDb(reference, reference, 255)).toBe(Number.POSITIVE_INFINITY);
    expect(structuralSimilarity(reference, reference, 255)).toBeCloseTo(1, 12);
  });

  it('refuse images of two sizes', () => {
    const other = imageOf(golden.reference, golden.height);
    expect(() => psnrDb(reference, other, 255)).toThrow('found 11 x 13, expected 13 x 11');
    expect(() => structuralSimilarity(reference, other, 255)).toThrow('found 11 x 13, expected 13 x 11');
    expect(() => structuralSimilarity(imageOf([1, 2], 2), imageOf([1, 2], 2), 255)).toThrow('found 2 x 1');
  });
});
