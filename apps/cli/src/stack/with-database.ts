import { openDatabase, type Database } from '@beatwatch/timescale';
import { readConfig } from '../config.ts';
import { databaseUrlOf } from './connect.ts';

/** Runs with the database of `DATABASE_URL`, else of the running stack. */
export async function withDatabase<Result>(
  run: (database: Database, connectionString: string) => Promise<Result>,
): Promise<Result> {
  const connectionString = await databaseUrlOf(readConfig());
  const database = openDatabase({ connectionString, applicationName: 'beatwatch-cli' });
  try {
    return await run(database, connectionString);
  } finally {
    await database.close();
  }
}
