import { TimescaleError } from '@beatwatch/timescale';
import type { Pool } from './boss-statements.ts';
import { JobQueueError } from './errors.ts';
import type { Job, JobState } from './job.ts';

/** Schema of pg-boss: beside ours, and no migration of ours touches it. */
export const bossSchema = 'pgboss';

interface JobRow {
  readonly id: string;
  readonly name: string;
  readonly state: 'created' | 'retry' | 'active' | 'completed' | 'cancelled' | 'failed';
  readonly data: unknown;
  readonly retry_count: number;
  readonly created_ms: number;
  readonly started_ms: number | null;
  readonly ended_ms: number | null;
  readonly output: unknown;
  readonly heartbeat_ms: number | null;
  readonly progress: unknown;
}

const states: Readonly<Record<JobRow['state'], JobState>> = {
  created: 'waiting',
  retry: 'waiting',
  active: 'running',
  completed: 'completed',
  cancelled: 'cancelled',
  failed: 'failed',
};

const epochMs = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;

// Queues of pg-boss's own, for its schedules, have names of this form.
const ours = String.raw`job.name not like '\_\_pgboss\_\_%'`;

const selectJobs = `
  select job.id, job.name, job.state::text as state, job.data, job.retry_count, job.output,
    ${epochMs('job.created_on')} as created_ms, ${epochMs('job.started_on')} as started_ms,
    ${epochMs('job.completed_on')} as ended_ms, ${epochMs('run.heartbeat_at')} as heartbeat_ms, run.progress
  from ${bossSchema}.job as job left join job_run as run on run.job_id = job.id`;

export async function findJob(pool: Pool, id: string): Promise<Job | undefined> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return undefined;
  const rows = await run<JobRow>(pool, 'find', `${selectJobs} where ${ours} and job.id = $1::uuid`, [id]);
  return rows[0] && jobOf(rows[0]);
}

export async function newestJobs(
  pool: Pool,
  { kind, limit = 50 }: { readonly kind?: string; readonly limit?: number },
): Promise<readonly Job[]> {
  const rows = await run<JobRow>(
    pool,
    'list',
    `${selectJobs} where ${ours} and ($1::text is null or job.name = $1) order by job.created_on desc, job.id limit $2`,
    [kind, limit],
  );
  return rows.map(jobOf);
}

interface OnceWithin {
  readonly kind: string;
  readonly key: string;
  readonly withinMs: number;
}

/** Whether a job with the key was created in the time before now, and not cancelled. */
export async function wasCreatedWithin(pool: Pool, { kind, key, withinMs }: OnceWithin): Promise<boolean> {
  const rows = await run(
    pool,
    'look for a job of late',
    `select from ${bossSchema}.job where name = $1 and singleton_key = $2 and state <> 'cancelled'
       and created_on > now() - $3::float8 * interval '1 ms' limit 1`,
    [kind, key, withinMs],
  );
  return rows.length > 0;
}

/** Runs a statement of the queue. @throws JobQueueError `queue-unavailable` */
export async function run<Row extends object>(
  pool: Pool,
  doing: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  try {
    const { rows } = await pool.query<Row>(text, [...values]);
    return rows;
  } catch (cause) {
    throw unavailable(doing, cause);
  }
}

export function unavailable(doing: string, cause: unknown): JobQueueError {
  const why = cause instanceof TimescaleError || cause instanceof Error ? cause.message : String(cause);
  return new JobQueueError(`job queue, ${doing}: ${why}`, {
    code: 'queue-unavailable',
    retryable: true,
    cause,
  });
}

function jobOf(row: JobRow): Job {
  const state = states[row.state];
  const failure = state === 'completed' ? undefined : failureOf(row.output);
  return {
    id: row.id,
    kind: row.name,
    state,
    data: row.data,
    createdAtMs: row.created_ms,
    retries: row.retry_count,
    ...(row.started_ms !== null && { startedAtMs: row.started_ms }),
    ...(row.ended_ms !== null && { endedAtMs: row.ended_ms }),
    ...(row.heartbeat_ms !== null && { heartbeatAtMs: row.heartbeat_ms }),
    ...(row.progress !== null && { progress: row.progress }),
    ...(state === 'completed' && row.output !== null && { result: row.output }),
    ...(failure !== undefined && { failure }),
  };
}

/** The message of our own failures, and of pg-boss's, which are a level deeper. */
function failureOf(output: unknown): string | undefined {
  if (typeof output !== 'object' || output === null) return undefined;
  if ('message' in output && typeof output.message === 'string') return output.message;
  return 'value' in output ? failureOf(output.value) : undefined;
}
