/**
 * - `waiting`: for a worker, or for the next attempt after a failure.
 * - `running`: a worker has it.
 * - `completed`, `failed`, `cancelled`: over.
 */
export type JobState = 'waiting' | 'running' | 'completed' | 'failed' | 'cancelled';

/** A job as the queue knows it. Times are epoch milliseconds by the database's clock. */
export interface Job {
  /** A UUID. */
  readonly id: string;
  /** Names the queue, and whoever can run it. */
  readonly kind: string;
  readonly state: JobState;
  /** What is to be done, in the kind's own form. */
  readonly data: unknown;
  readonly createdAtMs: number;
  /** Of the newest attempt. */
  readonly startedAtMs?: number;
  readonly endedAtMs?: number;
  /** Attempts before this one that failed or whose worker ended. */
  readonly retries: number;
  /** When its worker last said that it goes on. */
  readonly heartbeatAtMs?: number;
  /** What its worker said last, in the kind's own form; kept when it has ended. */
  readonly progress?: unknown;
  /** Of a completed job. */
  readonly result?: unknown;
  /** Why it failed; of one that waits or runs again, why the attempt before did. */
  readonly failure?: string;
}

/** Whether nothing will happen to it any more. */
export const hasEnded = ({ state }: Pick<Job, 'state'>): boolean =>
  state === 'completed' || state === 'failed' || state === 'cancelled';

/** New jobs of one kind at times that a cron expression gives. */
export interface JobSchedule {
  readonly kind: string;
  /** Five fields: minute, hour, day of month, month, day of week. */
  readonly cron: string;
  /** Of the IANA database, e.g. `Europe/Vienna`. */
  readonly timeZone: string;
  /** Data of each new job. */
  readonly data: object;
}
