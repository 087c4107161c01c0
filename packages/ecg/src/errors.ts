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

/** An option or a state out of range. */
export class EcgError extends BeatwatchError<EcgErrorCode> {}
