import { DenoiserError } from '../errors.ts';
import { requireSameSize, type GreyImage } from './grey-image.ts';

const windowSide = 7;

/**
 * Mean structural similarity, at most 1; 1 where the images are equal. Uniform windows of 7x7 pixels inside the image,
 * sample variances, K1 = 0.01, K2 = 0.03: the defaults of scikit-image's structural_similarity. Source: Wang, Bovik,
 * Sheikh, Simoncelli, IEEE Trans. Image Process. 13, 2004.
 * @param range difference between the greatest and the least possible value: 255 for 8 bits
 * @throws DenoiserError (`invalid-argument`) where the sizes differ or are below 7
 */
export function structuralSimilarity(reference: GreyImage, image: GreyImage, range: number): number {
  requireSameSize(reference, image);
  const { width, height } = reference;
  if (Math.min(width, height) < windowSide)
    throw new DenoiserError(
      { field: 'image', found: `${width} x ${height}`, expected: `${windowSide} pixels or more a side` },
      {
        code: 'invalid-argument',
      },
    );
  let sum = 0;
  for (let y = 0; y + windowSide <= height; y++)
    for (let x = 0; x + windowSide <= width; x++)
      sum += windowSimilarity(reference, image, { left: x, top: y, range });
  return sum / ((height - windowSide + 1) * (width - windowSide + 1));
}

function windowSimilarity(
  a: GreyImage,
  b: GreyImage,
  { left, top, range }: { readonly left: number; readonly top: number; readonly range: number },
): number {
  const count = windowSide ** 2;
  let [sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0];
  for (let y = top; y < top + windowSide; y++) {
    for (let x = left; x < left + windowSide; x++) {
      const valueA = a.values[y * a.width + x] ?? 0;
      const valueB = b.values[y * a.width + x] ?? 0;
      sumA += valueA;
      sumB += valueB;
      sumAA += valueA * valueA;
      sumBB += valueB * valueB;
      sumAB += valueA * valueB;
    }
  }
  const [meanA, meanB] = [sumA / count, sumB / count];
  const sample = count - 1;
  const [varianceA, varianceB] = [(sumAA - sumA * meanA) / sample, (sumBB - sumB * meanB) / sample];
  const covariance = (sumAB - sumA * meanB) / sample;
  const [c1, c2] = [(0.01 * range) ** 2, (0.03 * range) ** 2];
  return (
    ((2 * meanA * meanB + c1) * (2 * covariance + c2)) /
    ((meanA ** 2 + meanB ** 2 + c1) * (varianceA + varianceB + c2))
  );
}
