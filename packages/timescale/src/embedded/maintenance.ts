import pg from 'pg';
import type { FileSync } from './file-sync.ts';
import { refreshStatistics, vacuumCheckpoints, vacuumTrends } from './housekeeping.ts';
import { fitChunkIntervals } from './chunk-intervals.ts';
import { maxCompressedChunkBytes, Policies } from './policies.ts';

export interface MaintenanceOptions {
  readonly connectionString: string;
  readonly fileSync: FileSync;
  /** Called when a task has failed; it runs again at its next time. */
  readonly onFailure: (task: string, cause: unknown) => void;
}

const secondMs = 1000;
const minuteMs = 60 * secondMs;

/**
 * Does the work of a real server's background processes: syncs the write-ahead log, makes checkpoints, without which the log
 * would grow for ever, vacuums and analyses tables, and runs TimescaleDB's policies. Every task is a client like any other.
 */
export function startMaintenance({ connectionString, fileSync, onFailure }: MaintenanceOptions): {
  stop(): void;
} {
  const policies = new Policies();
  const withClient = async (use: (client: pg.Client) => Promise<void>): Promise<void> => {
    const client = new pg.Client({ connectionString, application_name: 'maintenance' });
    client.on('error', () => undefined);
    await client.connect();
    await use(client).finally(() => client.end());
  };
  const timers = [
    every(secondMs, 'write-ahead log', () => fileSync.flush(), onFailure),
    every(
      minuteMs,
      'checkpoint',
      () =>
        withClient(async (client) => {
          await client.query('checkpoint');
          await vacuumCheckpoints(client);
        }),
      onFailure,
    ),
    every(
      10 * secondMs,
      'policies',
      () =>
        withClient(async (client) => {
          await refreshStatistics(client);
          await policies.runDue(client, Date.now());
        }),
      onFailure,
    ),
    every(
      5 * minuteMs,
      'compression',
      () =>
        withClient(async (client) => {
          await fitChunkIntervals(client, maxCompressedChunkBytes);
          await policies.compressOne(client);
        }),
      onFailure,
    ),
    every(60 * minuteMs, 'vacuum', () => withClient(vacuumTrends), onFailure),
  ];
  return {
    stop() {
      timers.forEach(clearInterval);
    },
  };
}

/** Runs a task at an interval; skips a run while the previous one lasts. */
function every(
  intervalMs: number,
  task: string,
  run: () => Promise<void>,
  onFailure: MaintenanceOptions['onFailure'],
): NodeJS.Timeout {
  let running = false;
  return setInterval(() => {
    if (running) return;
    running = true;
    run()
      .catch((cause: unknown) => {
        onFailure(task, cause);
      })
      .finally(() => {
        running = false;
      });
  }, intervalMs).unref();
}
