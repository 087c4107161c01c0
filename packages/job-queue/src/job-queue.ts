import type { Job, JobSchedule } from './job.ts';

/** Why a run should end early: somebody cancelled the job, another worker has it, or this worker stops. */
export type AbortReason = 'cancelled' | 'lost' | 'stopping';

/** One attempt at a job. */
interface JobRun {
  readonly job: Job;
  /** Aborted with an {@link AbortReason}; what the handler does after that has no effect on the job. */
  readonly signal: AbortSignal;
  /** Stored with the next heartbeat; a newer one replaces it. */
  readonly report: (progress: object) => void;
}

/**
 * @returns the job's result
 * @throws a BeatwatchError that is not retryable to fail the job for good; after any other error it is tried again, as often as
 * its queue allows
 */
export type JobHandler = (run: JobRun) => Promise<object>;

export interface WorkOptions {
  /** Jobs of the kind that this worker runs at a time, 1 or more. Default 1. */
  readonly concurrency?: number;
  /** How often it looks for a job, milliseconds. Default 1000. */
  readonly pollMs?: number;
  /** How often it says that a job goes on, and looks whether it was cancelled, milliseconds. Default 1000. */
  readonly heartbeatMs?: number;
  /** Time without a heartbeat after which a job is taken from its worker, whoever that is, milliseconds. Default 30,000. */
  readonly stuckAfterMs?: number;
}

export interface JobWorker {
  /** Jobs that it runs now. */
  readonly running: number;
  /** Aborts what runs with `stopping` and gives it back: another worker goes on with it, and no attempt is counted. */
  stop(): Promise<void>;
}

/** Jobs in the database, of which each outlives the worker that runs it. */
export interface JobQueue {
  /** @returns the new job's id. @throws JobQueueError `unknown-kind` */
  enqueue(kind: string, data: object): Promise<string>;
  /**
   * The same, unless one with the key was created in the time before, by whatever process, and not cancelled.
   * @returns undefined where one was
   */
  enqueueOnce(
    kind: string,
    data: object,
    once: { readonly key: string; readonly withinMs: number },
  ): Promise<string | undefined>;
  find(id: string): Promise<Job | undefined>;
  /** The newest first, at most `limit` (default 50). */
  list(filter?: { readonly kind?: string; readonly limit?: number }): Promise<readonly Job[]>;
  /** Also one that runs: its worker ends within a heartbeat or two. @returns false where the job had ended, or does not exist */
  cancel(id: string): Promise<boolean>;
  /** Runs jobs of a kind until it is stopped. */
  work(kind: string, handler: JobHandler, options?: WorkOptions): JobWorker;
  /** Replaces the kind's schedule. @throws JobQueueError `invalid-schedule` */
  setSchedule(schedule: JobSchedule): Promise<void>;
  /** @returns false where the kind had none */
  removeSchedule(kind: string): Promise<boolean>;
  schedules(): Promise<readonly JobSchedule[]>;
  /** Ends its timers; stop its workers first. The pool stays open. */
  close(): Promise<void>;
}
