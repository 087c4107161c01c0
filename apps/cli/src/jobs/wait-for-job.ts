import { setTimeout as pause } from 'node:timers/promises';
import { hasEnded, type Job, type JobQueue } from '@beatwatch/job-queue';
import type { RetrainProgress } from '@beatwatch/trainer';
import { CliError } from '../errors.ts';
import type { Output } from '../terminal/output.ts';
import type { Done } from '../terminal/progress-bar.ts';
import { formatProgress, progressOf } from './format-job.ts';
import { requireJob } from './require-job.ts';

export interface WaitOptions {
  readonly everyMs?: number;
  /** Ends the wait; the job goes on. */
  readonly signal?: AbortSignal;
}

/** How long a job waits before it is worth a remark that nobody takes it. */
const lonelyMs = 15_000;

/**
 * Shows the progress of a job until it has ended.
 * @throws CliError (`job-ended`) where it failed or was cancelled, with the reason; (`unknown-job`)
 */
export async function waitForJob(
  queue: JobQueue,
  id: string,
  output: Output,
  { everyMs = 500, signal }: WaitOptions = {},
): Promise<Job> {
  const startedMs = performance.now();
  let retries = 0;
  let saidLonely = false;
  for (;;) {
    const job = await requireJob(queue, id);
    if (job.state === 'completed') return job;
    if (hasEnded(job)) throw new CliError(endOf(job), { code: 'job-ended' });
    if (job.retries > retries) output.step(`begun again: ${job.failure ?? 'its worker ended'}`);
    retries = job.retries;
    const isLonely = job.state === 'waiting' && performance.now() - startedMs > lonelyMs;
    if (isLonely && !saidLonely) {
      saidLonely = true;
      const running = (await queue.list({ limit: 50 })).some(({ state }) => state === 'running');
      output.step(
        running
          ? 'another job runs: this one waits for it'
          : 'no trainer has taken the job yet: "npm start" runs one',
      );
    }
    const progress = progressOf(job);
    if (job.state === 'running' && progress !== undefined)
      output.progress(formatProgress(progress), doneOf(progress));
    else output.progress('waiting for a trainer');
    await pause(everyMs, undefined, signal && { signal });
  }
}

const endOf = ({ state, failure }: Job): string =>
  state === 'cancelled' ? 'the job was cancelled' : `the job failed: ${failure ?? 'for an unknown reason'}`;

const doneOf = ({ share, remainingMs }: RetrainProgress): Done => ({
  share,
  ...(remainingMs !== undefined && { remainingMs }),
});
