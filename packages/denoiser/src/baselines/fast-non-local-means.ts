import { mirrored, requireGreyImage, type GreyImage } from '../images/grey-image.ts';
import {
  farthestPatch,
  requireNonLocalMeansOptions,
  type NonLocalMeansOptions,
} from './non-local-means-options.ts';

/**
 * Non-local means with equal weights for all pixels of a patch, so that the distances of all patches to those at one
 * offset are running sums: the time does not depend on the size of the patch. The border is mirrored (`cb|abc`) and
 * searched too. Source: Darbon, Cunha, Chan, Osher, Jensen, "Fast nonlocal filtering applied to electron
 * cryomicroscopy", ISBI 2008, in the form of scikit-image's denoise_nl_means with fast_mode=True, which compares
 * patches without their first row and column and divides by all of their pixels.
 * @throws DenoiserError (`invalid-argument`)
 */
export function fastNonLocalMeans(image: GreyImage, options: NonLocalMeansOptions): GreyImage {
  requireGreyImage(image);
  requireNonLocalMeansOptions(options);
  const { patchSize, searchRadius } = options;
  const { width, height } = image;
  const margin = searchRadius + (patchSize >> 1);
  const sums: Sums = {
    padded: mirrored(image, margin, false),
    margin,
    width,
    height,
    values: Float64Array.from(image.values),
    weights: new Float64Array(width * height).fill(1),
  };
  // The weight of a pair is symmetric, so half of the offsets suffice.
  for (let dy = 0; dy <= searchRadius; dy++)
    for (let dx = dy === 0 ? 1 : -searchRadius; dx <= searchRadius; dx++) addOffset(sums, dx, dy, options);
  return {
    width,
    height,
    values: Float32Array.from(sums.values, (sum, pixel) => sum / (sums.weights[pixel] ?? 1)),
  };
}

interface Sums {
  readonly padded: GreyImage;
  readonly margin: number;
  readonly width: number;
  readonly height: number;
  /** Sums of weighted values. */
  readonly values: Float64Array;
  readonly weights: Float64Array;
}

/** Adds to each pixel those at (dx, dy) and at (-dx, -dy) from it; dy is 0 or more. */
function addOffset(sums: Sums, dx: number, dy: number, options: NonLocalMeansOptions): void {
  const { padded, margin, width, height, values, weights } = sums;
  const { patchSize, strength, noiseSigma = 0 } = options;
  const source = padded.values;
  const radius = patchSize >> 1;
  const scale = 1 / (strength * patchSize) ** 2;
  const side = 2 * radius;
  const expected = 2 * (noiseSigma * side) ** 2;
  const shift = dy * padded.width + dx;
  // The first pixel of a pair or the second lies in the image: both ranges together, in the image's coordinates.
  const [left, right] = [Math.min(0, -dx), width + Math.max(0, -dx)];
  const columns = new Float64Array(right - left + side - 1);

  /** Adds one row of squared differences to the column sums, or subtracts it. */
  const addRow = (y: number, sign: number): void => {
    const start = (y + margin) * padded.width + left - radius + 1 + margin;
    for (let x = 0; x < columns.length; x++) {
      const difference = (source[start + x] ?? 0) - (source[start + x + shift] ?? 0);
      columns[x] = (columns[x] ?? 0) + sign * difference * difference;
    }
  };

  for (let y = -dy - radius + 1; y < -dy + radius; y++) addRow(y, 1);
  for (let y = -dy; y < height; y++) {
    addRow(y + radius, 1);
    let distance = -expected;
    for (let x = 0; x < side - 1; x++) distance += columns[x] ?? 0;
    const place = (y + margin) * padded.width + margin;
    for (let x = left; x < right; x++) {
      distance += columns[x - left + side - 1] ?? 0;
      const scaled = distance * scale;
      distance -= columns[x - left] ?? 0;
      if (scaled > farthestPatch) continue;
      const weight = scaled > 0 ? Math.exp(-scaled) : 1;
      if (y >= 0 && x >= 0 && x < width) {
        const first = y * width + x;
        values[first] = (values[first] ?? 0) + weight * (source[place + x + shift] ?? 0);
        weights[first] = (weights[first] ?? 0) + weight;
      }
      if (y + dy < height && x + dx >= 0 && x + dx < width) {
        const second = (y + dy) * width + x + dx;
        values[second] = (values[second] ?? 0) + weight * (source[place + x] ?? 0);
        weights[second] = (weights[second] ?? 0) + weight;
      }
    }
    addRow(y - radius + 1, -1);
  }
}
