import { upperMedian } from '@beatwatch/statistics';
import type { GreyImage } from '../images/grey-image.ts';

/** Median absolute value of the standard normal distribution. */
const medianOfNormal = 0.6745;

/**
 * Standard deviation of white noise, estimated from the diagonal differences of 2 x 2 pixels, in which edges hardly
 * show (Donoho, Johnstone, "Ideal spatial adaptation by wavelet shrinkage", 1994). Squares of four equal pixels are
 * skipped: they are a painted or clipped background.
 * @param padding `[height * width]`, 1 where a pixel is skipped
 * @returns in the unit of the image; 0 where it cannot be estimated
 */
export function estimateNoiseSd({ width, height, values }: GreyImage, padding?: Uint8Array): number {
  const sizes: number[] = [];
  for (let y = 0; y + 1 < height; y += 2)
    for (let x = 0; x + 1 < width; x += 2) {
      const at = y * width + x;
      const places = [at, at + 1, at + width, at + width + 1];
      if (padding !== undefined && places.some((place) => padding[place] === 1)) continue;
      const [a = 0, b = 0, c = 0, d = 0] = places.map((place) => values[place]);
      if (a === b && a === c && a === d) continue;
      sizes.push(Math.abs(a - b - c + d) / 2);
    }
  return (upperMedian(sizes) ?? 0) / medianOfNormal;
}
