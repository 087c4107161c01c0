import pg from 'pg';
import type { FileSync } from './file-sync.ts';

export interface MaintenanceOptions {
  readonly connectionString: string;
  readonly fileSync: FileSync;
  /** A task failed; it is tried again at its next time. */
  readonly onFailure?: (task: string, cause: unknown) => void;
}

interface PolicyRow {
  job_id: number;
  name: string;
  interval_ms: number;
}

const logSyncIntervalMs = 1000;
const checkpointIntervalMs = 60_000;
/** How often it is looked whether a policy is due, which also is when the first ones run. */
const policyIntervalMs = 30_000;

/**
 * What background processes do in a real server: puts the write-ahead log on the disk, makes checkpoints (the log
 * would grow for ever without), vacuums the table that is rewritten all the time, and runs TimescaleDB's policies.
 */
export function startMaintenance({ connectionString, fileSync, onFailure }: MaintenanceOptions): {
  stop(): void;
} {
  const timers: NodeJS.Timeout[] = [];
  const every = (intervalMs: number, task: string, run: () => Promise<void>): void => {
    let running = false;
    const timer = setInterval(() => {
      if (running) return;
      running = true;
      run()
        .catch((cause: unknown) => onFailure?.(task, cause))
        .finally(() => {
          running = false;
        });
    }, intervalMs);
    timers.push(timer.unref());
  };
  const policies = new Policies();
  every(logSyncIntervalMs, 'write-ahead log', () => fileSync.flush());
  every(checkpointIntervalMs, 'checkpoint', () =>
    withClient(connectionString, async (client) => {
      await client.query('checkpoint');
      await vacuum(client);
    }),
  );
  every(policyIntervalMs, 'policies', () =>
    withClient(connectionString, (client) => policies.runDue(client, Date.now())),
  );
  return {
    stop() {
      timers.forEach(clearInterval);
    },
  };
}

async function withClient(
  connectionString: string,
  use: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ connectionString, application_name: 'maintenance' });
  client.on('error', () => undefined);
  await client.connect();
  await use(client).finally(() => client.end());
}

async function vacuum(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ found: boolean }>(
    `select to_regclass('checkpoint') is not null as found`,
  );
  if (rows[0]?.found === true) await client.query('vacuum (analyze) checkpoint');
}

/**
 * TimescaleDB's own schedule lives in its background workers, so that this one keeps when it last ran each policy:
 * once soon after the start, for a server that is never up for a day, and then at the policy's interval.
 */
class Policies {
  readonly #dueAtMs = new Map<number, number>();

  async runDue(client: pg.Client, nowMs: number): Promise<void> {
    const { rows } = await client.query<PolicyRow>(
      `select job_id, proc_name as name, (extract(epoch from schedule_interval) * 1000)::float8 as interval_ms
       from timescaledb_information.jobs where scheduled order by job_id`,
    );
    for (const { job_id: id, interval_ms: intervalMs } of rows) {
      if ((this.#dueAtMs.get(id) ?? 0) > nowMs) continue;
      this.#dueAtMs.set(id, nowMs + intervalMs);
      await client.query(`call run_job(${id})`);
    }
  }
}
