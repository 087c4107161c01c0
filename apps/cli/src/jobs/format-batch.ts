import type { Job } from '@beatwatch/job-queue';
import { fineTuneKind, fineTuneOriginSchema, fineTuneResultSchema } from '@beatwatch/trainer';

/** What became of a patient's job, in a few words. */
export function formatFineTuning(job: Job): string {
  const result = fineTuneResultSchema.safeParse(job.result).data;
  if (result === undefined) return job.failure ?? '';
  const { version, assigned, verdict } = result;
  return `${version}, ${assigned ? 'assigned' : 'not assigned'}: ${verdict.sentence}`;
}

/** Rows of a table: the patients of a batch. */
export const batchRows = (jobs: readonly Job[]): string[][] => [
  ['patient', 'state', ''],
  ...jobs.map((job) => [originOf(job)?.patient ?? job.id, job.state, formatFineTuning(job)]),
];

const order: readonly Job['state'][] = ['running', 'waiting', 'completed', 'failed', 'cancelled'];

/** One line for each batch among the jobs, the newest first: how many patients it has, and how far they are. */
export function formatBatches(jobs: readonly Job[]): string[] {
  const batches = new Map<string, Job[]>();
  for (const job of jobs) {
    const batch = job.kind === fineTuneKind ? originOf(job)?.batch : undefined;
    if (batch === undefined) continue;
    const known = batches.get(batch);
    if (known === undefined) batches.set(batch, [job]);
    else known.push(job);
  }
  return [...batches].map(([batch, all]) => {
    const states = order.flatMap((state) => {
      const count = all.filter((job) => job.state === state).length;
      return count === 0 ? [] : [`${count} ${state}`];
    });
    const assigned = all.filter((job) => fineTuneResultSchema.safeParse(job.result).data?.assigned === true);
    return `batch ${batch}: ${all.length} patients, ${states.join(', ')}, ${assigned.length} assigned`;
  });
}

const originOf = (job: Job) => fineTuneOriginSchema.safeParse(job.data).data;
