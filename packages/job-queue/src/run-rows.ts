import type { Pool } from './boss-statements.ts';
import { bossSchema, run } from './job-rows.ts';
import type { AbortReason } from './job-queue.ts';

/** One attempt at a job, and the worker that has it. */
export interface Claim {
  readonly jobId: string;
  readonly kind: string;
  /** Different for each attempt, so that a worker that was thought dead cannot speak for the next one. */
  readonly worker: string;
}

/** Writes down who runs the job from now on; progress of an earlier attempt stays until the first of this one. */
export async function claim(pool: Pool, { jobId, kind, worker }: Claim): Promise<void> {
  await run(
    pool,
    'claim',
    `insert into job_run (job_id, kind, worker) values ($1::uuid, $2, $3)
     on conflict (job_id) do update set worker = excluded.worker, heartbeat_at = clock_timestamp()`,
    [jobId, kind, worker],
  );
}

/** Says that the attempt goes on. @returns why it should not, or undefined */
export async function heartbeat(
  pool: Pool,
  { jobId, kind, worker }: Claim,
  progress: object | undefined,
): Promise<AbortReason | undefined> {
  const [row] = await run<{ state: string; held: boolean }>(
    pool,
    'heartbeat',
    `with held as (
       update job_run set heartbeat_at = clock_timestamp(), progress = coalesce($4::jsonb, progress)
       where job_id = $1::uuid and worker = $3 returning job_id
     )
     select job.state::text as state, exists (select from held) as held
     from ${bossSchema}.job as job where job.name = $2 and job.id = $1::uuid`,
    [jobId, kind, worker, progress === undefined ? undefined : JSON.stringify(progress)],
  );
  if (row?.state === 'cancelled') return 'cancelled';
  return row?.state === 'active' && row.held ? undefined : 'lost';
}

/**
 * Ends an attempt that failed: the job waits for the next one, or has failed.
 * @param output with the reason in `message`
 */
export async function failRun(
  pool: Pool,
  { jobId, kind, worker }: Claim,
  output: { readonly message: string; readonly code?: string },
  mayRetry: boolean,
): Promise<void> {
  await run(
    pool,
    'fail',
    `${endAttempt('$4 and retry_count < retry_limit', '$5::jsonb')}
     where name = $2 and id = $1::uuid and state = 'active'
       and exists (select from job_run where job_id = $1::uuid and worker = $3)`,
    [jobId, kind, worker, mayRetry, JSON.stringify(output)],
  );
}

/** Gives a running job back as if it had never been started: the attempt does not count. */
export async function giveBack(pool: Pool, { jobId, kind, worker }: Claim): Promise<void> {
  await run(
    pool,
    'give back',
    `update ${bossSchema}.job set state = 'retry', started_on = null, start_after = now()
     where name = $2 and id = $1::uuid and state = 'active'
       and exists (select from job_run where job_id = $1::uuid and worker = $3)`,
    [jobId, kind, worker],
  );
}

/** Takes jobs from workers that have said nothing for a while. @returns how many */
export async function failStuck(pool: Pool, kind: string, stuckAfterMs: number): Promise<number> {
  const message = `its worker said nothing for ${stuckAfterMs / 1000} s`;
  const rows = await run(
    pool,
    'look for stuck jobs',
    `${endAttempt('retry_count < retry_limit', '$2::jsonb')}
     where name = $1 and state = 'active' and started_on < clock_timestamp() - $3::float8 * interval '1 ms'
       and not exists (
         select from job_run
         where job_id = job.id and heartbeat_at >= clock_timestamp() - $3::float8 * interval '1 ms')
     returning id`,
    [kind, JSON.stringify({ message }), stuckAfterMs],
  );
  return rows.length;
}

const keptDays = 30;

/** Forgets the progress of jobs that pg-boss has dropped. */
export async function removeOldRuns(pool: Pool): Promise<void> {
  await run(
    pool,
    'remove old runs',
    `delete from job_run where heartbeat_at < now() - interval '${keptDays} days'
       and not exists (select from ${bossSchema}.job where id = job_run.job_id)`,
  );
}

const endAttempt = (again: string, output: string): string => `
  update ${bossSchema}.job as job set
    state = (case when ${again} then 'retry' else 'failed' end)::${bossSchema}.job_state,
    completed_on = case when ${again} then null else now() end,
    start_after = now() + retry_delay * interval '1 s',
    output = ${output}`;
