import type { GreyImage } from '@beatwatch/denoiser';

export interface NoisySlice {
  /** In HU. */
  readonly image: GreyImage;
  readonly pixelSpacingMm: number;
  /** Of the noise in soft tissue. */
  readonly noiseSdHu: number;
}

export interface Duration {
  readonly ms: number;
  /** Processor time of all threads. */
  readonly cpuMs: number;
}

/** Something that denoises slices, one at a time. */
export interface Contender {
  readonly name: string;
  run(slice: NoisySlice): Promise<Duration>;
  close(): Promise<void>;
}
