import type { GreyImage } from './images/grey-image.ts';

export interface DenoiseOptions {
  /** How much of the noise that was found is taken away, 0 (nothing) to 1 (all). Default 1. */
  readonly strength?: number;
  /** Standard deviation of the noise in the image's unit, above 0. Default: estimated from the image. */
  readonly noiseSd?: number;
  /** `[height * width]`, 1 where a pixel is padding: it keeps its value and its neighbours do not look at it. */
  readonly padding?: Uint8Array;
  readonly signal?: AbortSignal;
}

export interface DenoisedImage {
  readonly image: GreyImage;
  /** Standard deviation of the noise that was given or estimated, in the image's unit. */
  readonly noiseSd: number;
}

/** A trained network that takes the noise out of images of any size. */
export interface Denoiser {
  /** Name and version, as derived images state it. */
  readonly modelVersion: string;
  /** @throws DenoiserError (`invalid-argument`, `cancelled`) */
  denoise(image: GreyImage, options?: DenoiseOptions): Promise<DenoisedImage>;
  dispose(): Promise<void>;
}
