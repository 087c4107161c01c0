export { startDerivation } from './derivation.ts';
export { encodeImage, imageValues, oneFrame, type ImageForm, type ImageWindow } from './encode-image.ts';
export type { ImageValues } from './image-values.ts';
export { ImageFileError, type ImageFileErrorCode } from './errors.ts';
export type { Derivation, DicomIdentity, ImageFile, ValueUnit } from './image-file.ts';
export { readImageFile } from './read-image-file.ts';
export { createUidFactory } from './uid.ts';
