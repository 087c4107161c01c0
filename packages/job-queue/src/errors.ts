import { BeatwatchError } from '@beatwatch/contracts';

/**
 * - `queue-unavailable`: the database cannot be reached, or refused a statement of the queue; retryable.
 * - `unknown-kind`: no queue of that kind was opened.
 * - `invalid-schedule`: a cron expression or time zone that nobody can read.
 */
export type JobQueueErrorCode = 'queue-unavailable' | 'unknown-kind' | 'invalid-schedule';

export class JobQueueError extends BeatwatchError<JobQueueErrorCode> {}
