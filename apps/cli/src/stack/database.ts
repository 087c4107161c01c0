import { join } from 'node:path';
import { migrate } from '@beatwatch/timescale/migrate';
import { spawnEmbeddedTimescale } from '@beatwatch/timescale/embedded';
import type { CliConfig } from '../config.ts';
import type { Part } from './part.ts';

export interface StackDatabase {
  readonly connectionString: string;
  /** Kind of database, and why this one was chosen. */
  readonly description: string;
  /** Absent for a server that was not started here. */
  readonly part?: Part;
}

/** `DATABASE_URL` if set, else the embedded TimescaleDB; migrated to the newest schema. */
export async function startDatabase(
  config: CliConfig,
  onProgress: (text: string) => void,
): Promise<StackDatabase> {
  const database = await serve(config, onProgress);
  const { applied } = await migrate(database.connectionString);
  if (applied.length > 0) onProgress(`database schema: ${applied.length} migrations applied`);
  return database;
}

async function serve(config: CliConfig, onProgress: (text: string) => void): Promise<StackDatabase> {
  if (config.DATABASE_URL !== undefined) {
    return { connectionString: config.DATABASE_URL, description: 'TimescaleDB, from DATABASE_URL' };
  }
  const dataDir = join(config.dataDir, 'db');
  const server = await spawnEmbeddedTimescale({ dataDir, log: onProgress });
  return {
    connectionString: server.connectionString,
    description: 'embedded TimescaleDB, since DATABASE_URL is not set',
    part: { name: 'database', pid: server.pid, stop: () => server.stop() },
  };
}
