import type { SeededRandom } from '@beatwatch/statistics';

/** Kinds of noise: the study adds one to half of its images, the other to the rest. */
export const noiseKinds = ['gaussian', 'speckle'] as const;
export type NoiseKind = (typeof noiseKinds)[number];

export interface NoiseLevels {
  /** Mean of the additive noise, on the scale 0 to 255. Default -5.9. */
  readonly gaussianMean: number;
  /** Its standard deviation, on the scale 0 to 255; 0 or more. Default 5.9. */
  readonly gaussianSigma: number;
  /** Standard deviation of the factor by which speckle changes a pixel; 0 or more. Default 1. */
  readonly speckleSigma: number;
}

/**
 * The study's levels: Gaussian noise of N(-5.9, 5.9), and speckle x + x n with n of the standard normal distribution,
 * drawn for every pixel. The study's listing calls n uniform in a comment but draws `np.random.randn`, as here.
 */
export const studyNoise: NoiseLevels = { gaussianMean: -5.9, gaussianSigma: 5.9, speckleSigma: 1 };

/**
 * A noisy copy of an image. Values are clipped to the scale, which the study's listing does not do: no image file or
 * camera has values below black or above white.
 * @param image `[pixels]`, 0 to 1
 * @returns `[pixels]`, 0 to 1
 */
export function withNoise(
  image: Float32Array,
  kind: NoiseKind,
  random: SeededRandom,
  levels: NoiseLevels = studyNoise,
): Float32Array {
  const [mean, sigma] = [levels.gaussianMean / 255, levels.gaussianSigma / 255];
  const noisyPixel =
    kind === 'gaussian'
      ? (pixel: number) => pixel + mean + sigma * random.normal()
      : (pixel: number) => pixel + pixel * levels.speckleSigma * random.normal();
  return image.map((pixel) => Math.min(1, Math.max(0, noisyPixel(pixel))));
}

/** Draws a kind of noise, both with the same probability. */
export const drawNoiseKind = (random: SeededRandom): NoiseKind =>
  random.next() < 0.5 ? 'gaussian' : 'speckle';
