export { ImageFileError, type ImageFileErrorCode } from './errors.ts';
export type {
  Derivation,
  DicomIdentity,
  ImageFile,
  ImageFormat,
  ImagePlane,
  ValueUnit,
} from './image-file.ts';
