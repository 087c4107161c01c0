import { BeatwatchError } from '@beatwatch/contracts';

export type ImageFileErrorCode =
  | 'invalid-argument'
  /** Not one of the supported formats. */
  | 'unknown-format'
  /** A file of a supported format that is truncated or contradicts itself. */
  | 'broken-file'
  /** A valid file of an unsupported kind: a transfer syntax, a colour space, an object without pixels. */
  | 'unsupported'
  /** More pixels, frames or bytes than the limits allow. */
  | 'too-large';

/** A file that cannot be read or written; names the file and the field or tag, with found and expected. */
export class ImageFileError extends BeatwatchError<ImageFileErrorCode> {}
