import { createSeededRandom } from '@beatwatch/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GreyImage } from '../../images/grey-image.ts';
import { psnrDb } from '../../images/psnr.ts';
import { gaussianFilter } from '../gaussian-filter.ts';
import { blockOfCoefficients, coefficientsOfBlocks } from './block-coefficients.ts';
import { cosineTransform, haarForward, haarInverse, splineWaveletTransform } from './block-transform.ts';
import { bm3d } from './bm3d.ts';
import golden from './golden-transforms.json' with { type: 'json' };
import { matchBlocks } from './match-blocks.ts';
import { coefficientVariances, noiseCovariance, whiteNoise } from './noise-variance.ts';

const transforms = { cosines: cosineTransform(), splineWavelets: splineWaveletTransform() };

function noise(width: number, height: number, sd: number, seed: number): GreyImage {
  const random = createSeededRandom(seed);
  return { width, height, values: Float32Array.from({ length: width * height }, () => sd * random.normal()) };
}

const sdOf = ({ values }: GreyImage): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

/** Squares and stripes: sharp edges and uniform areas. */
function drawing(side: number): GreyImage {
  const values = Float32Array.from({ length: side * side }, (_, index) => {
    const [x, y] = [index % side, Math.floor(index / side)];
    const square = x > side / 4 && x < side / 2 && y > side / 4 ? 150 : 0;
    return square + (y < side / 5 && x % 8 < 4 ? 80 : 0) - 40;
  });
  return { width: side, height: side, values };
}

describe('transforms of blocks', () => {
  it.each(['cosines', 'splineWavelets'] as const)('%s agree with SciPy and PyWavelets', (name) => {
    golden[name].forEach((value, index) => {
      expect(transforms[name].forward[index]).toBeCloseTo(value, 12);
    });
  });

  it.each(['cosines', 'splineWavelets'] as const)('%s come back to the block', (name) => {
    const image = noise(11, 9, 100, 1);
    const coefficients = coefficientsOfBlocks(image, transforms[name]);
    const pixels = new Float64Array(64);
    blockOfCoefficients(coefficients, (1 * 11 + 2) * 64, transforms[name], pixels);
    pixels.forEach((value, place) => {
      const pixel = (1 + (place >> 3)) * 11 + 2 + (place & 7);
      expect(value).toBeCloseTo(image.values[pixel]!, 2);
    });
  });

  it('of groups are orthonormal and invertible', () => {
    for (const count of [1, 2, 8, 32]) {
      const group = Float64Array.from(noise(64, count, 1, 2).values);
      const [changed, scratch] = [group.slice(), new Float64Array(group.length)];
      haarForward(changed, count, scratch);
      const length = (values: Float64Array) => Math.hypot(...values);
      expect(length(changed)).toBeCloseTo(length(group), 9);
      const sum = Array.from({ length: count }, (_, block) => group[block * 64 + 5]!).reduce((a, b) => a + b);
      expect(changed[5]).toBeCloseTo(sum / Math.sqrt(count), 9);
      haarInverse(changed, count, scratch);
      changed.forEach((value, index) => {
        expect(value).toBeCloseTo(group[index]!, 9);
      });
    }
  });
});

describe('matchBlocks', { timeout: 60_000 }, () => {
  it('matches an exhaustive search', () => {
    fc.assert(
      fc.property(
        fc.record({
          width: fc.integer({ min: 8, max: 17 }),
          height: fc.integer({ min: 8, max: 17 }),
          searchRadius: fc.integer({ min: 1, max: 5 }),
          largest: fc.integer({ min: 1, max: 6 }),
          seed: fc.integer(),
        }),
        ({ width, height, searchRadius, largest, seed }) => {
          const image = noise(width, height, 10, seed);
          const found = matchBlocks(image, { step: 3, searchRadius, largest });
          const distance = (one: number, other: number): number => {
            let sum = 0;
            for (let place = 0; place < 64; place++) {
              const step = (place >> 3) * width + (place & 7);
              sum += (image.values[one + step]! - image.values[other + step]!) ** 2;
            }
            return sum / 64;
          };
          for (let reference = 0; reference < found.referenceCount; reference++) {
            const start = reference * largest;
            const [own, ...others] = found.blocks.subarray(start, start + found.counts[reference]!);
            const [x, y] = [own! % width, Math.floor(own! / width)];
            const all: number[] = [];
            for (let cy = Math.max(0, y - searchRadius); cy <= Math.min(height - 8, y + searchRadius); cy++)
              for (let cx = Math.max(0, x - searchRadius); cx <= Math.min(width - 8, x + searchRadius); cx++)
                if (cx !== x || cy !== y) all.push(distance(own!, cy * width + cx));
            const expected = all.sort((a, b) => a - b).slice(0, largest - 1);
            expect(others.map((other) => distance(own!, other).toFixed(3))).toEqual(
              expected.map((value) => value.toFixed(3)),
            );
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('variances of coefficients', { timeout: 60_000 }, () => {
  it.each(['cosines', 'splineWavelets'] as const)('are those of white noise in every one of %s', (name) => {
    for (const variance of coefficientVariances(whiteNoise(3), transforms[name]))
      expect(variance).toBeCloseTo(9, 9);
  });

  it.each(['cosines', 'splineWavelets'] as const)('are those that noise with a colour has in %s', (name) => {
    const sample = gaussianFilter(noise(200, 200, 20, 3), 0.8);
    const covariance = noiseCovariance(sample, new Uint8Array(200 * 200).fill(1));
    expect(Math.sqrt(covariance[7 * 15 + 7]!)).toBeCloseTo(sdOf(sample), 6);
    const expected = coefficientVariances(covariance, transforms[name]);
    const other = gaussianFilter(noise(200, 200, 20, 4), 0.8);
    const coefficients = coefficientsOfBlocks(other, transforms[name]);
    const squares = new Float64Array(64);
    for (let y = 0; y <= 192; y++)
      for (let x = 0; x <= 192; x++)
        for (let index = 0; index < 64; index++)
          squares[index]! += coefficients[(y * 200 + x) * 64 + index]! ** 2 / 193 ** 2;
    // The highest frequencies of blurred noise are near 0: tolerance relative to the greatest.
    const most = Math.max(...expected);
    squares.forEach((square, index) => {
      expect(Math.abs(square - expected[index]!)).toBeLessThan(0.1 * expected[index]! + 0.003 * most);
    });
  });
});

describe('bm3d', { timeout: 60_000 }, () => {
  const clean = drawing(64);
  const added = noise(64, 64, 20, 5);
  const noisy = { ...clean, values: clean.values.map((value, index) => value + added.values[index]!) };

  it('removes white noise and keeps edges', () => {
    const found = bm3d(noisy, { noiseSd: 20 });
    expect(psnrDb(clean, found, 255)).toBeGreaterThan(psnrDb(clean, noisy, 255) + 9);
  });

  it('is invariant to an offset and a scale of the values', () => {
    const plain = bm3d(noisy, { noiseSd: 20 });
    const changed = { ...noisy, values: noisy.values.map((value) => 3 * value + 1000) };
    const found = bm3d(changed, { noiseSd: 60 });
    found.values.forEach((value, index) => {
      expect(Math.abs((value - 1000) / 3 - plain.values[index]!)).toBeLessThan(0.05);
    });
  });

  it('is better with the covariance of coloured noise', () => {
    const blurred = gaussianFilter(added, 0.8);
    const coloured = { ...clean, values: clean.values.map((value, index) => value + blurred.values[index]!) };
    const sd = sdOf(blurred);
    const covariance = noiseCovariance(blurred, new Uint8Array(64 * 64).fill(1));
    const [told, untold] = [bm3d(coloured, { noiseSd: sd, covariance }), bm3d(coloured, { noiseSd: sd })];
    expect(psnrDb(clean, told, 255)).toBeGreaterThan(psnrDb(clean, untold, 255) + 1);
  });

  it('refuses images below a block and noise of 0', () => {
    expect(() => bm3d(noise(7, 20, 1, 1), { noiseSd: 1 })).toThrow('image: found 7 x 20, expected 8 pixels');
    expect(() => bm3d(clean, { noiseSd: 0 })).toThrow('noiseSd: found 0, expected a number above 0');
    expect(() => bm3d(clean, { noiseSd: 1, covariance: new Float64Array(225) })).toThrow(
      'covariance: found 0',
    );
  });
});
