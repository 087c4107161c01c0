import type { ImageFile } from './image-file.ts';

/** Size, unit and range of an image. */
export type ImageShape = Pick<
  ImageFile,
  'width' | 'height' | 'frameCount' | 'channelCount' | 'unit' | 'range' | 'lowestIsWhite'
>;

export interface ImageValues extends ImageShape {
  /** `[frame * channelCount + channel]`, as for `withValues`. */
  readonly values: readonly Float32Array[];
}
