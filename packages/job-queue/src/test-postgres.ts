import { readFile } from 'node:fs/promises';
import { openDatabase } from '@beatwatch/timescale';
import type { TestDatabase } from '@beatwatch/timescale/testing';
import { startPostgres } from '../../../test/stack/postgres.ts';

const migration = new URL('../../timescale/migrations/0017_jobs.sql', import.meta.url);

/** A server of its own with the one table that the queue needs: the others need TimescaleDB, which Debian does not have. */
export async function postgresForQueue(): Promise<TestDatabase> {
  const server = await startPostgres();
  const database = openDatabase({ connectionString: server.connectionString });
  try {
    const [table = ''] = /create table job_run [^;]+;/.exec(await readFile(migration, 'utf8')) ?? [];
    await database.pool.query(table);
  } catch (error) {
    await server.stop();
    throw error;
  } finally {
    await database.close();
  }
  return server;
}
