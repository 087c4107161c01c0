import type { GreyImage } from '../../images/grey-image.ts';
import { blockPixels, blockSide, type BlockTransform } from './block-transform.ts';

const reach = blockSide - 1;
const covarianceSide = 2 * reach + 1;

/**
 * Covariance of the noise at two pixels: `[15 * 15]`, by their distance of -7 to 7 in rows and columns; the middle is
 * the variance.
 */
export type NoiseCovariance = Float64Array;

/** White noise: neighbours are uncorrelated. */
export function whiteNoise(sd: number): NoiseCovariance {
  const covariance = new Float64Array(covarianceSide ** 2);
  covariance[reach * covarianceSide + reach] = sd ** 2;
  return covariance;
}

/**
 * The covariance of a sample of noise.
 * @param noise with mean 0
 * @param where `[height * width]`, 1 where the sample counts
 */
export function noiseCovariance(noise: GreyImage, where: Uint8Array): NoiseCovariance {
  const { width, height, values } = noise;
  const covariance = new Float64Array(covarianceSide ** 2);
  for (let dy = 0; dy <= reach; dy++) {
    for (let dx = dy === 0 ? 0 : -reach; dx <= reach; dx++) {
      let [sum, count] = [0, 0];
      for (let y = 0; y < height - dy; y++) {
        for (let x = Math.max(0, -dx); x < width - Math.max(0, dx); x++) {
          const one = y * width + x;
          const other = one + dy * width + dx;
          if (where[one] !== 1 || where[other] !== 1) continue;
          sum += (values[one] ?? 0) * (values[other] ?? 0);
          count++;
        }
      }
      const mean = count === 0 ? 0 : sum / count;
      covariance[(reach + dy) * covarianceSide + reach + dx] = mean;
      covariance[(reach - dy) * covarianceSide + reach - dx] = mean;
    }
  }
  return covariance;
}

/** Variance of the noise in each coefficient of a block, `[64]`, in the order of the transform. */
export function coefficientVariances(covariance: NoiseCovariance, { forward }: BlockTransform): Float64Array {
  // Autocorrelation of a row of the transform by the distance between two pixels.
  const spread = (row: number): number[] =>
    Array.from({ length: covarianceSide }, (_, index) => {
      let sum = 0;
      for (let a = 0; a < blockSide; a++) {
        const b = a + index - reach;
        if (b >= 0 && b < blockSide)
          sum += (forward[row * blockSide + a] ?? 0) * (forward[row * blockSide + b] ?? 0);
      }
      return sum;
    });
  const spreads = Array.from({ length: blockSide }, (_, row) => spread(row));
  const most = covariance[reach * covarianceSide + reach] ?? 0;
  return Float64Array.from({ length: blockPixels }, (_, coefficient) => {
    const down = spreads[Math.floor(coefficient / blockSide)] ?? [];
    const across = spreads[coefficient % blockSide] ?? [];
    let sum = 0;
    down.forEach((vertical, row) => {
      across.forEach((horizontal, column) => {
        sum += vertical * horizontal * (covariance[row * covarianceSide + column] ?? 0);
      });
    });
    // The covariance of a sample may not be positive definite, so a variance may be below 0.
    return Math.max(sum, 1e-6 * most);
  });
}
