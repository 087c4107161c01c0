import type { GreyImage } from './images/grey-image.ts';

export interface DenoiseOptions {
  /** Share of the detected noise to remove, 0 (none) to 1 (all). Default 1. */
  readonly strength?: number;
  /** Standard deviation of the noise in the image's unit, above 0. Default: estimated from the image. */
  readonly noiseSd?: number;
  /** `[height * width]`, 1 where a pixel is padding: it keeps its value and does not affect its neighbours. */
  readonly padding?: Uint8Array;
  /**
   * `hounsfield` for CT: the network is trained on it, and the noise level follows the attenuation of the rays. `grey`
   * for any other image. Default `grey`.
   */
  readonly unit?: 'hounsfield' | 'grey';
  /** Side of a pixel, above 0; for CT only. Default 0.7, typical of a chest slice. */
  readonly pixelSpacingMm?: number;
  readonly signal?: AbortSignal;
}

export interface DenoisedImage {
  readonly image: GreyImage;
  /** Standard deviation of the noise, given or estimated, in the image's unit. */
  readonly noiseSd: number;
}

/** A trained network that removes noise from images of any size. */
export interface Denoiser {
  /** Name and version of its networks, as derived images state it. */
  readonly modelVersion: string;
  /** @throws DenoiserError (`invalid-argument`, `cancelled`) */
  denoise(image: GreyImage, options?: DenoiseOptions): Promise<DenoisedImage>;
  dispose(): Promise<void>;
}
