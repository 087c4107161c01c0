import { mirrored, requireGreyImage, type GreyImage } from '../images/grey-image.ts';
import {
  farthestPatch,
  requireNonLocalMeansOptions,
  type NonLocalMeansOptions,
} from './non-local-means-options.ts';

/**
 * Each pixel becomes the mean of the pixels around it, weighted by the similarity of their patches; pixels far from the
 * centre of a patch count less. Source: Buades, Coll, Morel, "A non-local algorithm for image
 * denoising", CVPR 2005, in the form of scikit-image's denoise_nl_means with fast_mode=False.
 * @throws DenoiserError (`invalid-argument`)
 */
export function nonLocalMeans(image: GreyImage, options: NonLocalMeansOptions): GreyImage {
  requireGreyImage(image);
  requireNonLocalMeansOptions(options);
  const { patchSize, searchRadius, strength, noiseSigma = 0 } = options;
  const { width, height } = image;
  const margin = patchSize >> 1;
  const padded = mirrored(image, margin, false);
  const weights = patchWeights(patchSize, strength);
  const expected = 2 * noiseSigma ** 2;
  const rowLength = padded.width;
  const source = padded.values;

  const alikeness = (one: number, other: number): number => {
    let distance = 0;
    for (let row = 0; row < patchSize; row++) {
      if (distance > farthestPatch) return 0;
      const [a, b, w] = [one + row * rowLength, other + row * rowLength, row * patchSize];
      for (let column = 0; column < patchSize; column++) {
        const difference = (source[a + column] ?? 0) - (source[b + column] ?? 0);
        distance += (weights[w + column] ?? 0) * (difference * difference - expected);
      }
    }
    return Math.exp(-Math.max(0, distance));
  };

  // The weight of a pair is symmetric, so each pair is computed once, from its earlier pixel.
  const weightSums = new Float64Array(width * height).fill(1);
  const sums = Float64Array.from(image.values);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const one = y * width + x;
      for (let otherY = y; otherY <= Math.min(height - 1, y + searchRadius); otherY++) {
        const left = otherY === y ? x + 1 : Math.max(0, x - searchRadius);
        for (let otherX = left; otherX <= Math.min(width - 1, x + searchRadius); otherX++) {
          // In the padded image, the patch around a pixel begins at the pixel's index in the plain image.
          const weight = alikeness(y * rowLength + x, otherY * rowLength + otherX);
          if (weight === 0) continue;
          const other = otherY * width + otherX;
          weightSums[one] = (weightSums[one] ?? 0) + weight;
          weightSums[other] = (weightSums[other] ?? 0) + weight;
          sums[one] = (sums[one] ?? 0) + weight * (image.values[other] ?? 0);
          sums[other] = (sums[other] ?? 0) + weight * (image.values[one] ?? 0);
        }
      }
    }
  }
  return { width, height, values: Float32Array.from(sums, (sum, pixel) => sum / (weightSums[pixel] ?? 1)) };
}

/** A Gaussian over the patch, divided by the strength squared. */
function patchWeights(patchSize: number, strength: number): Float64Array {
  const radius = patchSize >> 1;
  const sigma = (patchSize - 1) / 4;
  const bell = Float64Array.from({ length: patchSize ** 2 }, (_, index) => {
    const [x, y] = [(index % patchSize) - radius, Math.floor(index / patchSize) - radius];
    return Math.exp(-(x * x + y * y) / (2 * sigma * sigma));
  });
  const total = bell.reduce((sum, value) => sum + value, 0);
  return bell.map((value) => value / (total * strength * strength));
}
