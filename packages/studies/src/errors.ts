import { BeatwatchError } from '@beatwatch/contracts';

export type StudyErrorCode =
  | 'invalid-argument'
  /** A file is missing, truncated or inconsistent. */
  | 'broken-file'
  /** The data lack beats, annotations or images that the run needs. */
  | 'unsuitable-data'
  /** The model was trained on the data it is to be judged on, or not on the data it should have been. */
  | 'other-training-data'
  /** The model has no threshold, or accepts another preprocessing. */
  | 'unsuitable-model';

/** A trainer, an evaluation or a study cannot run with its arguments or data. */
export class StudyError extends BeatwatchError<StudyErrorCode> {}
