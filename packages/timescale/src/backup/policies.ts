import type pg from 'pg';

/** Below this are TimescaleDB's own jobs. */
const firstJobOfUsers = 1000;

/** Keeps retention, compression and refreshes away from rows that are just being restored. @returns what was paused */
export async function pauseJobs(client: Pick<pg.ClientBase, 'query'>): Promise<readonly number[]> {
  const { rows } = await client.query<{ job_id: number }>(
    `select job_id from timescaledb_information.jobs where scheduled and job_id >= ${firstJobOfUsers} order by job_id`,
  );
  const jobs = rows.map(({ job_id: id }) => id);
  for (const id of jobs) await client.query(`select alter_job(${id}, scheduled => false)`);
  return jobs;
}

export async function resumeJobs(client: pg.ClientBase, jobs: readonly number[]): Promise<void> {
  for (const id of jobs) await client.query(`select alter_job(${id}, scheduled => true)`);
}

/**
 * Computes the trends of all scores anew, from the hour of the oldest: what is older was restored as rows, and a refresh
 * would empty it. Up to the full hour before the newest, which the views add themselves.
 */
export async function refreshTrends(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ first: string | null; last: string | null }>(
    `select date_trunc('hour', min(beat_time))::text as first, date_trunc('hour', max(beat_time))::text as last
     from beat_score`,
  );
  const { first, last } = rows[0] ?? {};
  if (first == null || last == null) return;
  for (const view of ['score_minute', 'score_hour']) {
    // An hour at least: an empty window is refused.
    await client.query(
      `call refresh_continuous_aggregate('${view}', '${first}'::timestamptz,
         greatest('${last}'::timestamptz, '${first}'::timestamptz + interval '1 hour'))`,
    );
  }
}
