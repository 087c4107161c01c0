import type { Refusal } from '@beatwatch/contracts';
import { DenoiserError } from '../../errors.ts';
import { requireGreyImage, type GreyImage } from '../../images/grey-image.ts';
import { coefficientsOfBlocks } from './block-coefficients.ts';
import { blockSide, cosineTransform, splineWaveletTransform } from './block-transform.ts';
import { filterGroups, hardThreshold, wienerShrinkage } from './filter-groups.ts';
import { matchBlocks } from './match-blocks.ts';
import { coefficientVariances, type NoiseCovariance, whiteNoise } from './noise-variance.ts';

export interface Bm3dOptions {
  /** Standard deviation of the noise, in the unit of the values, above 0. */
  readonly noiseSd: number;
  /**
   * Covariance of coloured noise, scaled to {@link noiseSd}; see `noiseCovariance`. Default: white noise.
   */
  readonly covariance?: NoiseCovariance;
}

/**
 * The paper's "normal profile" for noise up to 40 of 255, without its similarity thresholds: they assume values from 0
 * to 255, and full groups are better on CT slices (docs/decisions/ct-baselines.md).
 */
const profile = {
  search: { step: 3, searchRadius: 19 },
  largestGroup: { hardThreshold: 16, wiener: 32 },
  hardThreshold: 2.7,
} as const;

/**
 * Block matching and 3D filtering: similar blocks are stacked, transformed together, filtered and put back, first with
 * a hard threshold, then, guided by that estimate, with a Wiener filter. Source: Dabov, Foi, Katkovnik, Egiazarian,
 * "Image denoising by sparse 3-D transform-domain collaborative filtering", IEEE Trans. Image Process. 16, 2007; for
 * noise that is not white the variance of each coefficient of a block takes the place of the noise's: Dabov, Foi,
 * Katkovnik, Egiazarian, "Image restoration by sparse 3D transform-domain collaborative filtering", SPIE 6812, 2008.
 * Needs about 600 bytes a pixel.
 * @throws DenoiserError (`invalid-argument`)
 */
export function bm3d(image: GreyImage, { noiseSd, covariance }: Bm3dOptions): GreyImage {
  requireGreyImage(image);
  if (!(noiseSd > 0) || !Number.isFinite(noiseSd))
    refuse({ field: 'noiseSd', found: noiseSd, expected: 'a number above 0' });
  if (Math.min(image.width, image.height) < blockSide)
    refuse({
      field: 'image',
      found: `${image.width} x ${image.height}`,
      expected: `${blockSide} pixels or more a side`,
    });
  const noise = scaledTo(noiseSd, covariance ?? whiteNoise(noiseSd));
  const { search, largestGroup } = profile;

  const wavelets = splineWaveletTransform();
  const estimate = filterGroups(
    image,
    coefficientsOfBlocks(image, wavelets),
    matchBlocks(image, { ...search, largest: largestGroup.hardThreshold }),
    {
      transform: wavelets,
      filter: hardThreshold(coefficientVariances(noise, wavelets), profile.hardThreshold),
    },
  );

  const cosines = cosineTransform();
  return filterGroups(
    image,
    coefficientsOfBlocks(image, cosines),
    matchBlocks(estimate, { ...search, largest: largestGroup.wiener }),
    {
      transform: cosines,
      filter: wienerShrinkage(estimate, cosines, coefficientVariances(noise, cosines), largestGroup.wiener),
    },
  );
}

function scaledTo(noiseSd: number, covariance: NoiseCovariance): NoiseCovariance {
  const variance = covariance[covariance.length >> 1] ?? 0;
  if (!(variance > 0))
    refuse({ field: 'covariance', found: `${variance} as its middle`, expected: "the noise's variance" });
  return covariance.map((value) => (value * noiseSd ** 2) / variance);
}

function refuse(refusal: Refusal): never {
  throw new DenoiserError(refusal, { code: 'invalid-argument' });
}
