import { BeatwatchError, type Refusal } from '@beatwatch/contracts';

export type RecordingErrorCode =
  /** The file breaks its format. */
  | 'malformed'
  /** The file is valid, but uses a part of its format that is not supported. */
  | 'unsupported'
  /** The samples of a record do not add up to the checksum in its header. */
  | 'checksum-mismatch'
  /** The caller asks for something that the recording does not have. */
  | 'invalid-argument';

/** A recording that cannot be read; its refusal names the file and the place in it. */
export class RecordingError extends BeatwatchError<RecordingErrorCode> {}

/** A place in a text file; line and column count from 1. */
export interface TextPosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export const malformed = (refusal: Refusal): RecordingError =>
  new RecordingError(refusal, { code: 'malformed' });

export const unsupported = (refusal: Refusal): RecordingError =>
  new RecordingError(refusal, { code: 'unsupported' });
