import { BeatwatchError } from '@beatwatch/contracts';

export type RetrainingErrorCode =
  | 'invalid-argument'
  /** Nothing in the database may be learned from. */
  | 'nothing-selected'
  | 'unknown-model'
  /** Someone else decided at the same time. */
  | 'changed-meanwhile'
  | 'unknown-selection'
  /** Its beats are not those that it was stored with. */
  | 'broken-selection';

/** A model cannot be retrained, or not be judged, with what there is. */
export class RetrainingError extends BeatwatchError<RetrainingErrorCode> {}
