import { openDatabase, type Database, type Repositories } from '@beatwatch/timescale';
import { readConfig } from './config.ts';
import { RequestError } from './request-error.ts';

// One pool for the process: Next.js loads a module once per route, and again on reload.
const held = globalThis as { beatwatchDatabase?: { readonly url: string; readonly database: Database } };

/** @throws RequestError 503 where no database is configured */
export const repositories = (): Repositories => openedDatabase().repositories;

/** @throws RequestError or the database's own error where it does not respond */
export async function databaseResponds(): Promise<boolean> {
  await openedDatabase().ping();
  return true;
}

/** @throws RequestError 503 where no database is configured */
export function openedDatabase(): Database {
  const { DATABASE_URL: url } = readConfig(process.env);
  if (url === undefined) throw new RequestError({ code: 'no-database' });
  if (held.beatwatchDatabase?.url !== url) {
    const opened = openDatabase({
      connectionString: url,
      applicationName: 'beatwatch-dashboard',
      connectTimeoutMs: 3000,
    });
    held.beatwatchDatabase = { url, database: opened };
  }
  return held.beatwatchDatabase.database;
}
