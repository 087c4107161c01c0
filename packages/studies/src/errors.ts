import { BeatwatchError } from '@beatwatch/contracts';

export type StudyErrorCode =
  | 'invalid-argument'
  /** The file is missing, truncated, or contradicts itself. */
  | 'broken-file'
  /** The file holds too few beats or images of a kind that the study needs. */
  | 'unsuitable-data'
  /** The model was trained on other beats than those it is to be judged with. */
  | 'other-training-data'
  /** The model has no threshold, or understands other beats. */
  | 'unsuitable-model';

/** A study cannot be run as asked; says what was found and what to do about it. */
export class StudyError extends BeatwatchError<StudyErrorCode> {}
