import { BeatwatchError } from '@beatwatch/contracts';

export type StudyErrorCode =
  /** The file holds too few beats of a kind that the study needs. */
  | 'unsuitable-data'
  /** The model was trained on other beats than those it is to be judged with. */
  | 'other-training-data'
  /** The model has no threshold, or understands other beats. */
  | 'unsuitable-model';

/** A study cannot be run as asked; says what was found and what to do about it. */
export class StudyError extends BeatwatchError<StudyErrorCode> {}
