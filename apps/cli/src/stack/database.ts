import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { migrate } from '@beatwatch/timescale/migrate';
import { createProbe, spawnEmbeddedTimescale } from '@beatwatch/timescale/embedded';
import { setRetention } from '@beatwatch/timescale/retention';
import { retentionOf, type CliConfig } from '../config.ts';
import { lastLinesOf, openLogFile } from './logs/log-file.ts';
import { logPathOf } from './logs/log-folder.ts';
import { atWork } from './supervision/at-work.ts';
import { endReason, killProcess, type RunningProcess } from './supervision/running-process.ts';
import { supervise, type SupervisedPart, type SupervisionEvents } from './supervision/supervise.ts';
import { watchHealth } from './supervision/watch-health.ts';
import type { Part } from './part.ts';

export interface StackDatabase {
  readonly connectionString: string;
  /** Kind of database, and why this one was chosen. */
  readonly description: string;
  /** Absent for a server that was not started here. */
  readonly part?: Part;
}

export interface DatabaseOptions extends Pick<SupervisedPart<RunningProcess>, 'untilPossible'> {
  readonly config: CliConfig;
  readonly onProgress: (text: string) => void;
  readonly events: SupervisionEvents;
}

/** `DATABASE_URL` if set, else the embedded TimescaleDB, kept running; migrated to the newest schema. */
export async function startDatabase(options: DatabaseOptions): Promise<StackDatabase> {
  const { config, onProgress } = options;
  const database =
    config.DATABASE_URL === undefined
      ? await embedded(options)
      : { connectionString: config.DATABASE_URL, description: 'TimescaleDB, from DATABASE_URL' };
  const { applied } = await migrate(database.connectionString);
  const retention = retentionOf(config);
  if (retention !== undefined) await setRetention(database.connectionString, retention);
  if (applied.length > 0) onProgress(`database schema: ${applied.length} migrations applied`);
  return database;
}

interface RunningDatabase extends RunningProcess {
  readonly connectionString: string;
}

async function embedded({
  config,
  onProgress,
  events,
  untilPossible,
}: DatabaseOptions): Promise<StackDatabase> {
  const dataDir = join(config.dataDir, 'db');
  const logPath = logPathOf(config.dataDir, 'database');
  const log = await openLogFile(logPath);
  // The same address after every restart: the parts that use it know no other.
  const password = randomBytes(16).toString('hex');
  let port = 0;
  let isFirst = true;
  const supervised = await supervise<RunningDatabase>(
    {
      name: 'database',
      start: async (signal) => {
        const server = await spawnEmbeddedTimescale({
          dataDir,
          port,
          password,
          signal,
          log: (line) => {
            log.write(line);
            if (isFirst) onProgress(line);
          },
        });
        isFirst = false;
        port = Number(new URL(server.connectionString).port);
        return {
          connectionString: server.connectionString,
          pid: server.pid,
          ended: server.exited.then(({ code, signal: name }) => endReason(code, name)),
          kill: () => {
            killProcess(server.pid);
          },
          stop: () => server.stop(),
        };
      },
      watch: watchDatabase,
      ...(untilPossible && { untilPossible }),
      lastLines: () => lastLinesOf(logPath),
    },
    events,
  );
  return {
    connectionString: supervised.current.connectionString,
    description: 'embedded TimescaleDB, since DATABASE_URL is not set',
    part: {
      name: 'database',
      get pid() {
        return supervised.current.pid;
      },
      stop: async () => {
        await supervised.stop();
        log.close();
      },
    },
  };
}

/** One statement after the other: behind a long one the probe waits, and the server uses the processor. */
function watchDatabase(
  { pid, connectionString }: RunningDatabase,
  onHung: (reason: string) => void,
): () => void {
  const probe = createProbe(connectionString);
  const endWatch = watchHealth({
    isWell: () => probe.responds(),
    isAtWork: atWork(pid),
    everyMs: 1000,
    misses: 4,
    missesAtWork: 20,
    onHung,
  });
  return () => {
    endWatch();
    probe.close();
  };
}
