import type { Job, JobQueue } from '@beatwatch/job-queue';
import { CliError } from '../errors.ts';

/** @throws CliError (`unknown-job`) where the queue has no job of that id */
export async function requireJob(queue: JobQueue, id: string): Promise<Job> {
  const job = await queue.find(id);
  if (job !== undefined) return job;
  throw new CliError(`no job has the id ${id}; "beatwatch jobs list" shows the newest`, {
    code: 'unknown-job',
  });
}
