import { BeatwatchError } from '@beatwatch/contracts';

export type EcgErrorCode =
  /** A file breaks its format. */
  | 'malformed'
  /** A file is right, but uses a part of its format that is not read here. */
  | 'unsupported'
  /** The samples of a record do not add up to what its header says. */
  | 'checksum-mismatch'
  /** A caller's option or state is out of range. */
  | 'invalid-argument';

/** A file that cannot be read or an option out of range; names what was found and what was expected. */
export class EcgError extends BeatwatchError<EcgErrorCode> {}

/** Where in a text file: both count from 1. */
export interface TextPosition {
  readonly fileName: string;
  readonly line: number;
  readonly column: number;
}

export function textError(code: EcgErrorCode, at: TextPosition, found: string, expected: string): EcgError {
  return new EcgError(`${at.fileName}:${at.line}:${at.column}: found ${found}, expected ${expected}`, {
    code,
    context: { file: at.fileName, line: at.line, column: at.column },
  });
}

/** A value of a file as it may stand in a message: quoted and cut short. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
