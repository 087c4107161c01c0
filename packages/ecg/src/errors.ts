import { BeatwatchError } from '@beatwatch/contracts';

export type EcgErrorCode =
  /** A file violates its format. */
  | 'malformed'
  /** A file uses a valid part of its format that is not supported. */
  | 'unsupported'
  /** The samples of a record do not match the checksum in its header. */
  | 'checksum-mismatch'
  /** An option or a state is out of range. */
  | 'invalid-argument';

/** Error of this package: an option or a state is out of range. */
export class EcgError extends BeatwatchError<EcgErrorCode> {}
