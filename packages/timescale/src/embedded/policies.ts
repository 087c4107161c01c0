import type pg from 'pg';

interface JobRow {
  job_id: number;
  interval_ms: number;
}

/**
 * A statement blocks every connection while it runs, and compression works on a whole chunk at about 50 MB/s: larger chunks,
 * of bulk loads, stay uncompressed; the chunks of a large ward are made shorter.
 */
export const maxCompressedChunkBytes = 64 * 1024 * 1024;

/** Runs TimescaleDB's policies, whose own scheduler is a background process. */
export class Policies {
  readonly #dueAtMs = new Map<number, number>();

  /** Runs each policy soon after the start, for servers that never run for a day, and then at its own interval. */
  async runDue(client: pg.Client, nowMs: number): Promise<void> {
    const { rows } = await client.query<JobRow>(
      `select job_id, (extract(epoch from schedule_interval) * 1000)::float8 as interval_ms
       from timescaledb_information.jobs
       where scheduled and proc_name <> 'policy_compression' order by job_id`,
    );
    for (const { job_id: id, interval_ms: intervalMs } of rows) {
      if ((this.#dueAtMs.get(id) ?? 0) > nowMs) continue;
      this.#dueAtMs.set(id, nowMs + intervalMs);
      await client.query(`call run_job(${id})`);
    }
  }

  /** Compresses the oldest chunk that is due, only one, so that other statements can run in between. */
  async compressOne(client: pg.Client): Promise<void> {
    const { rows } = await client.query<{ chunk: string }>(
      `select chunk from (
         select format('%I.%I', chunk_schema, chunk_name) as chunk, range_end
         from timescaledb_information.jobs as job
         join timescaledb_information.chunks as chunk using (hypertable_schema, hypertable_name)
         where job.proc_name = 'policy_compression' and job.scheduled and not chunk.is_compressed
           and chunk.range_end < now() - (job.config ->> 'compress_after')::interval
       ) as due
       where pg_total_relation_size(chunk::regclass) < $1
       order by range_end limit 1`,
      [maxCompressedChunkBytes],
    );
    for (const { chunk } of rows) await client.query('select compress_chunk($1::regclass)', [chunk]);
  }
}
