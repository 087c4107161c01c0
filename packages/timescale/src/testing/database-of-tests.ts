import { afterAll, beforeAll } from 'vitest';
import { openDatabase, type Database } from '../database.ts';
import { databaseForTests, type TestDatabase } from './index.ts';

/** An open database of its own for the file or block of tests that calls this; it is there from its `beforeAll` on. */
export function databaseOfTests(): Pick<TestDatabase, 'connectionString'> &
  Pick<Database, 'pool' | 'repositories'> {
  let server: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    server = await databaseForTests();
    database = openDatabase({ connectionString: server.connectionString });
  });
  afterAll(async () => {
    await database.close();
    await server.stop();
  });
  return {
    get connectionString() {
      return server.connectionString;
    },
    get pool() {
      return database.pool;
    },
    get repositories() {
      return database.repositories;
    },
  };
}
