import { openDatabase, type Database, type Repositories } from '@beatwatch/timescale';
import { readConfig } from './config.ts';
import { RequestError } from './request-error.ts';

// One pool for the process: a module can be loaded more than once, per route and on reload.
const held = globalThis as { beatwatchDatabase?: { readonly url: string; readonly database: Database } };

/** @throws RequestError 503 where no database is configured */
export function repositories(): Repositories {
  const { DATABASE_URL: url } = readConfig(process.env);
  if (url === undefined) {
    throw new RequestError(
      503,
      'no-database',
      'No database is configured. Set DATABASE_URL and start again.',
    );
  }
  if (held.beatwatchDatabase?.url !== url) {
    const database = openDatabase({
      connectionString: url,
      applicationName: 'beatwatch-dashboard',
      connectTimeoutMs: 3000,
    });
    held.beatwatchDatabase = { url, database };
  }
  return held.beatwatchDatabase.database.repositories;
}
