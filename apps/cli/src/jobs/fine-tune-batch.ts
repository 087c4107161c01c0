import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { rWindow88Microvolts } from '@beatwatch/contracts';
import { hasEnded, type Job, type JobQueue } from '@beatwatch/job-queue';
import { fineTuneDataOf, fineTuneKind, type FineTuneRequest } from '@beatwatch/trainer';
import type { Repositories } from '@beatwatch/timescale';
import { CliError } from '../errors.ts';
import type { Output } from '../terminal/output.ts';
import { asUsage } from './as-usage.ts';
import { requireJob } from './require-job.ts';
import { requestOf, type RetrainFlags } from './retrain-options.ts';

export interface Batch {
  /** A UUID. */
  readonly batch: string;
  readonly jobs: readonly { readonly id: string; readonly patient: string }[];
}

const weekMs = 7 * 86_400_000;

/**
 * Enqueues one small job for each patient with beats of this time, or for those that are named.
 * @throws CliError (`usage`) where a setting is refused; (`no-patients`) where nobody has beats
 */
export async function enqueueForEachPatient(
  {
    queue,
    repositories,
  }: { readonly queue: JobQueue; readonly repositories: Pick<Repositories, 'training'> },
  { assign, ...flags }: RetrainFlags & { readonly assign: boolean },
): Promise<Batch> {
  const { what, engine, patients, sinceMs = weekMs, ...settings } = requestOf(flags);
  if (what !== undefined || engine !== undefined) {
    throw new CliError(
      { field: '--each-patient', found: '--what or --engine', expected: 'neither beside it' },
      { code: 'usage' },
    );
  }
  const toUs = Date.now() * 1000;
  const range = { fromUs: toUs - sinceMs * 1000, toUs, preprocessing: rWindow88Microvolts };
  const known = patients ?? (await repositories.training.patients(range));
  if (known.length === 0) {
    throw new CliError('no patient has stored beats of this time', { code: 'no-patients' });
  }
  const batch = randomUUID();
  const requests = await asUsage(['invalid-job'], () =>
    known.map((patient) =>
      fineTuneDataOf({
        ...settings,
        patient,
        batch,
        assign,
        actor: userInfo().username,
        sinceMs,
      } satisfies FineTuneRequest),
    ),
  );
  const jobs: { id: string; patient: string }[] = [];
  for (const data of requests)
    jobs.push({ id: await queue.enqueue(fineTuneKind, data), patient: data.patient });
  return { batch, jobs };
}

/**
 * Shows how many of the jobs have ended until all have, in whatever way. It asks for one after the other, as they are begun in
 * this order: asking for all of a ward each time would keep the database busy.
 * @returns them, in the order of the batch
 * @throws CliError (`unknown-job`)
 */
export async function waitForBatch(
  queue: JobQueue,
  { jobs }: Batch,
  output: Output,
  everyMs = 500,
): Promise<readonly Job[]> {
  const ended: Job[] = [];
  for (const { id } of jobs) {
    let job = await requireJob(queue, id);
    while (!hasEnded(job)) {
      output.progress(`${ended.length} of ${jobs.length} patients`, { share: ended.length / jobs.length });
      await pause(everyMs);
      job = await requireJob(queue, id);
    }
    ended.push(job);
  }
  return ended;
}
