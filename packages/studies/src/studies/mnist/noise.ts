import type { SeededRandom } from '@beatwatch/model-core';

/** The study spoils one half of its images in one way, the other half in the other. */
export const noiseKinds = ['gaussian', 'speckle'] as const;
export type NoiseKind = (typeof noiseKinds)[number];

export interface NoiseLevels {
  /** Mean of the additive noise, on the scale 0 to 255. Default -5.9. */
  readonly gaussianMean: number;
  /** Its standard deviation, on the scale 0 to 255; 0 or more. Default 5.9. */
  readonly gaussianSigma: number;
  /** Standard deviation of the factor that speckle changes a pixel by; 0 or more. Default 1. */
  readonly speckleSigma: number;
}

/**
 * The study's own: Gaussian noise of N(-5.9, 5.9), and speckle x + x n with n of the standard normal distribution,
 * drawn for every pixel. Its listing calls n uniform in a comment and draws `np.random.randn`: we follow the draw.
 */
export const studyNoise: NoiseLevels = { gaussianMean: -5.9, gaussianSigma: 5.9, speckleSigma: 1 };

/**
 * A noisy copy of an image. What leaves the scale is cut to it, which the study's listing does not do: no image file
 * or camera has values below black or above white.
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

/** One noise or the other, with the same chance. */
export const drawNoiseKind = (random: SeededRandom): NoiseKind =>
  random.next() < 0.5 ? 'gaussian' : 'speckle';
