import { BeatwatchError } from '@beatwatch/contracts';

export type RecordingErrorCode =
  /** The file breaks its format. */
  | 'malformed'
  /** The file is valid, but uses a part of its format that is not read here. */
  | 'unsupported'
  /** The samples of a record do not add up to the checksum in its header. */
  | 'checksum-mismatch'
  /** The caller asks for something that the recording does not have. */
  | 'invalid-argument';

/** A recording that cannot be read: names the file and the place in it, what was found and what was expected. */
export class RecordingError extends BeatwatchError<RecordingErrorCode> {}

/** A place in a text file; line and column count from 1. */
export interface TextPosition {
  readonly fileName: string;
  readonly line: number;
  readonly column: number;
}

export function textError(
  code: RecordingErrorCode,
  at: TextPosition,
  found: string,
  expected: string,
): RecordingError {
  return new RecordingError(`${at.fileName}:${at.line}:${at.column}: found ${found}, expected ${expected}`, {
    code,
    context: { file: at.fileName, line: at.line, column: at.column, found, expected },
  });
}

/** A value from a file, quoted and cut to 40 characters for a message. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
