import { BeatwatchError } from '@beatwatch/contracts';

export type ImageFileErrorCode =
  | 'invalid-argument'
  /** None of the formats that are read. */
  | 'unknown-format'
  /** It calls itself one of ours, and is truncated or contradicts itself. */
  | 'broken-file'
  /** A valid file of a kind that is not read: a transfer syntax, a colour space, an object without pixels. */
  | 'unsupported'
  /** More pixels, frames or bytes than the limits allow. */
  | 'too-large';

/** A file cannot be read or written; names the file, the field or tag, what was found and what was expected. */
export class ImageFileError extends BeatwatchError<ImageFileErrorCode> {}
