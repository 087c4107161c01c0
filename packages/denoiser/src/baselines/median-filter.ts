import { DenoiserError } from '../errors.ts';
import { mirrored, requireGreyImage, type GreyImage } from '../images/grey-image.ts';

export interface MedianFilterOptions {
  /** Pixels from the middle of the window to its edge, 1 to 7. */
  readonly radius: number;
  /** Default `square`: (2 radius + 1) squared pixels; `cross` takes only those of the middle row and column. */
  readonly window?: 'square' | 'cross';
}

/**
 * Each pixel becomes the median of the window around it; the border is mirrored, edge pixel included.
 * Equals scipy.ndimage.median_filter with its default mode.
 * @throws DenoiserError (`invalid-argument`)
 */
export function medianFilter(image: GreyImage, options: MedianFilterOptions): GreyImage {
  const { radius, window = 'square' } = options;
  requireGreyImage(image);
  if (!Number.isInteger(radius) || radius < 1 || radius > 7)
    throw new DenoiserError(
      { field: 'radius', found: radius, expected: 'a whole number from 1 to 7' },
      {
        code: 'invalid-argument',
      },
    );
  const { width, height } = image;
  const padded = mirrored(image, radius, true);
  const offsets = windowOffsets(radius, window, padded.width);
  const values = new Float32Array(width * height);
  const neighbours = new Float32Array(offsets.length);
  const middle = offsets.length >> 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const centre = (y + radius) * padded.width + x + radius;
      for (let index = 0; index < offsets.length; index++)
        neighbours[index] = padded.values[centre + (offsets[index] ?? 0)] ?? 0;
      values[y * width + x] = neighbours.sort()[middle] ?? 0;
    }
  }
  return { width, height, values };
}

/** Index offsets in a padded image; their count is odd. */
function windowOffsets(radius: number, window: 'square' | 'cross', rowLength: number): number[] {
  const steps = Array.from({ length: 2 * radius + 1 }, (_, index) => index - radius);
  return steps.flatMap((dy) =>
    steps.filter((dx) => window === 'square' || dx === 0 || dy === 0).map((dx) => dy * rowLength + dx),
  );
}
