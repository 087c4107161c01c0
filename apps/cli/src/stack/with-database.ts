import { openDatabase, type Database } from '@beatwatch/timescale';
import { readConfig } from '../config.ts';
import { databaseUrlOf } from './connect.ts';

/** Runs with a database that is open for that long. */
export async function onDatabase<Result>(
  options: Parameters<typeof openDatabase>[0],
  run: (database: Database) => Promise<Result>,
): Promise<Result> {
  const database = openDatabase(options);
  try {
    return await run(database);
  } finally {
    await database.close();
  }
}

/** Runs with the database of `DATABASE_URL`, else of the running stack. */
export async function withDatabase<Result>(
  run: (database: Database, connectionString: string) => Promise<Result>,
): Promise<Result> {
  const connectionString = await databaseUrlOf(readConfig());
  return onDatabase({ connectionString, applicationName: 'beatwatch-cli' }, (database) =>
    run(database, connectionString),
  );
}
