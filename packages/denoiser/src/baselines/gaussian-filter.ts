import { DenoiserError } from '../errors.ts';
import { mirrored, requireGreyImage, type GreyImage } from '../images/grey-image.ts';

/** The kernel is truncated at this many standard deviations, as in scipy. */
const cutOff = 4;

/**
 * Each pixel becomes the mean around it, weighted by a Gaussian; the border is mirrored, edge pixel included.
 * Equals scipy.ndimage.gaussian_filter with its defaults.
 * @param sigmaPixels standard deviation of the Gaussian, above 0, at most 50
 * @throws DenoiserError (`invalid-argument`)
 */
export function gaussianFilter(image: GreyImage, sigmaPixels: number): GreyImage {
  requireGreyImage(image);
  if (!(sigmaPixels > 0 && sigmaPixels <= 50))
    throw new DenoiserError(
      { field: 'sigmaPixels', found: sigmaPixels, expected: 'a number above 0, at most 50' },
      {
        code: 'invalid-argument',
      },
    );
  const bell = gaussianBell(sigmaPixels);
  const radius = bell.length >> 1;
  const { width, height } = image;
  const padded = mirrored(image, radius, true);

  const values = new Float32Array(width * height);
  const column = new Float64Array(padded.width);
  for (let y = 0; y < height; y++) {
    column.fill(0);
    for (let dy = 0; dy < bell.length; dy++) {
      const [row, weight] = [(y + dy) * padded.width, bell[dy] ?? 0];
      for (let x = 0; x < padded.width; x++)
        column[x] = (column[x] ?? 0) + weight * (padded.values[row + x] ?? 0);
    }
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let dx = 0; dx < bell.length; dx++) sum += (bell[dx] ?? 0) * (column[x + dx] ?? 0);
      values[y * width + x] = sum;
    }
  }
  return { width, height, values };
}

/** Weights that sum to 1; their count is odd. */
function gaussianBell(sigma: number): Float64Array {
  const radius = Math.floor(cutOff * sigma + 0.5);
  const bell = Float64Array.from({ length: 2 * radius + 1 }, (_, index) =>
    Math.exp(-((index - radius) ** 2) / (2 * sigma * sigma)),
  );
  const total = bell.reduce((sum, weight) => sum + weight, 0);
  return bell.map((weight) => weight / total);
}
