import { type GreyImage, decibels, meanSquaredError, structuralSimilarity } from '@beatwatch/denoiser';
import { digitSide } from '../mnist.ts';
import { noiseKinds, type NoiseKind } from '../noise.ts';
import type { NoisyDigit } from './noisy-digits.ts';

/** How near images come to their clean originals. */
interface Quality {
  readonly images: number;
  /** Mean over the images of each one's PSNR, in dB. */
  readonly psnrDb: number;
  /** PSNR of all their pixels' common mean squared error, in dB: the worst images decide it. */
  readonly pooledPsnrDb: number;
  /** Mean structural similarity, at most 1. */
  readonly ssim: number;
}

export interface QualityByKind extends Readonly<Record<NoiseKind, Quality>> {
  readonly all: Quality;
}

/** Pixels are judged as they are, on the scale 0 to 1 that both images have. */
export const digitImage = (values: Float32Array): GreyImage => ({
  width: digitSide,
  height: digitSide,
  values,
});

/** @param cleaned one image a digit, in their order */
export function judge(digits: readonly NoisyDigit[], cleaned: readonly Float32Array[]): QualityByKind {
  const judged = digits.map(({ clean, kind }, index) => {
    const [truth, image] = [digitImage(clean), digitImage(cleaned[index] ?? clean)];
    return {
      kind,
      squaredError: meanSquaredError(truth, image),
      ssim: structuralSimilarity(truth, image, 1),
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
