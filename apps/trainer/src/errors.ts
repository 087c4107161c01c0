import { BeatwatchError } from '@beatwatch/contracts';

/**
 * - `invalid-job`: what was asked for is no job that the trainer can run.
 * - `unknown-model`: the base is neither shipped nor registered, or its files are gone.
 * - `process-ended`: the process of a training ended by itself; retryable.
 * - `process-hung`: it made no step for too long and was killed; retryable.
 * - `memory-limit`: it needed more memory than it may have.
 * - `job-failed`: what failed within the process, by its message.
 */
export type TrainerErrorCode =
  'invalid-job' | 'unknown-model' | 'process-ended' | 'process-hung' | 'memory-limit' | 'job-failed';

export class TrainerError extends BeatwatchError<TrainerErrorCode> {}
