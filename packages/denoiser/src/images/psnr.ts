import { requireSameSize, type GreyImage } from './grey-image.ts';

/** @throws DenoiserError (`invalid-argument`) where the sizes differ */
export function meanSquaredError(reference: GreyImage, image: GreyImage): number {
  requireSameSize(reference, image);
  let sum = 0;
  for (let index = 0; index < reference.values.length; index++)
    sum += ((reference.values[index] ?? 0) - (image.values[index] ?? 0)) ** 2;
  return sum / reference.values.length;
}

/**
 * Peak signal-to-noise ratio, in dB; infinite where the images are equal.
 * @param range difference between the greatest and the least possible value: 255 for 8 bits
 * @throws DenoiserError (`invalid-argument`) where the sizes differ
 */
export function psnrDb(reference: GreyImage, image: GreyImage, range: number): number {
  return decibels(meanSquaredError(reference, image), range);
}

/** The ratio for a mean squared error, which may be that of several images. */
export const decibels = (squaredError: number, range: number): number =>
  10 * Math.log10(range ** 2 / squaredError);
