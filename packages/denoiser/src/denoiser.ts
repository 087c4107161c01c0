import type { GreyImage } from './images/grey-image.ts';

export interface DenoiseOptions {
  /** How much of the noise that was found is taken away, 0 (nothing) to 1 (all). Default 1. */
  readonly strength?: number;
  /** Standard deviation of the noise in the image's unit, above 0. Default: estimated from the image. */
  readonly noiseSd?: number;
  /** `[height * width]`, 1 where a pixel is padding: it keeps its value and its neighbours do not look at it. */
  readonly padding?: Uint8Array;
  /**
   * `hounsfield` for CT: the network knows it and works out where the noise is by the way the rays take. `grey` for
   * any other image. Default `grey`.
   */
  readonly unit?: 'hounsfield' | 'grey';
  /** Side of a pixel, above 0; used in CT alone. Default 0.7, a usual chest slice's. */
  readonly pixelSpacingMm?: number;
  readonly signal?: AbortSignal;
}

export interface DenoisedImage {
  readonly image: GreyImage;
  /** Standard deviation of the noise that was given or estimated, in the image's unit. */
  readonly noiseSd: number;
}

/** A trained network that takes the noise out of images of any size. */
export interface Denoiser {
  /** Name and version of its networks, as derived images state it. */
  readonly modelVersion: string;
  /** @throws DenoiserError (`invalid-argument`, `cancelled`) */
  denoise(image: GreyImage, options?: DenoiseOptions): Promise<DenoisedImage>;
  dispose(): Promise<void>;
}
