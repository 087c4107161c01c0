export { startDerivation, type DerivationOptions } from './derivation.ts';
export {
  encodeImage,
  imageValues,
  oneFrame,
  type EncodedImage,
  type ImageForm,
  type ImageWindow,
} from './encode-image.ts';
export type { ImageValues } from './image-values.ts';
export { ImageFileError, type ImageFileErrorCode } from './errors.ts';
export type {
  Derivation,
  DicomIdentity,
  ImageFile,
  ImageFormat,
  ImagePlane,
  ValueUnit,
} from './image-file.ts';
export { defaultImageLimits, type ImageLimits } from './limits.ts';
export { readImageFile, sniffFormat, type ReadOptions } from './read-image-file.ts';
export { createUidFactory } from './uid.ts';
