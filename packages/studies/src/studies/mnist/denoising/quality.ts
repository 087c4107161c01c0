import { type GreyImage, decibels, meanSquaredError, structuralSimilarity } from '@beatwatch/denoiser';
import { digitSide } from '../mnist.ts';
import { noiseKinds, type NoiseKind } from '../noise.ts';
import type { NoisyDigit } from './noisy-digits.ts';

/** How close images come to their clean originals. */
interface Quality {
  readonly images: number;
  /** Mean over the images of each one's PSNR, in dB. */
  readonly psnrDb: number;
  /** PSNR of the mean squared error over all pixels, in dB: the worst images dominate it. */
  readonly pooledPsnrDb: number;
  /** Mean structural similarity, at most 1. */
  readonly ssim: number;
}

export interface QualityByKind extends Readonly<Record<NoiseKind, Quality>> {
  readonly all: Quality;
}

/** A digit as an image on the scale 0 to 1. */
export const digitImage = (values: Float32Array): GreyImage => ({
  width: digitSide,
  height: digitSide,
  values,
});

/** @param cleaned one image for each digit, in the same order */
export function judge(digits: readonly NoisyDigit[], cleaned: readonly Float32Array[]): QualityByKind {
  const judged = digits.map(({ clean, kind }, index) => {
    const [original, image] = [digitImage(clean), digitImage(cleaned[index] ?? clean)];
    return {
      kind,
      squaredError: meanSquaredError(original, image),
      ssim: structuralSimilarity(original, image, 1),
    };
  });
  const ofKind = (wanted: NoiseKind) => mean(judged.filter(({ kind }) => kind === wanted));
  const [gaussian, speckle] = noiseKinds.map(ofKind);
  const all = mean(judged);
  return { all, gaussian: gaussian ?? all, speckle: speckle ?? all };
}

function mean(images: readonly { readonly squaredError: number; readonly ssim: number }[]): Quality {
  const over = (value: (image: (typeof images)[number]) => number): number =>
    images.reduce((sum, image) => sum + value(image), 0) / images.length;
  return {
    images: images.length,
    psnrDb: over(({ squaredError }) => decibels(squaredError, 1)),
    pooledPsnrDb: decibels(
      over(({ squaredError }) => squaredError),
      1,
    ),
    ssim: over(({ ssim }) => ssim),
  };
}
