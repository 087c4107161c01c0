import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { spawnEmbeddedTimescale } from '../embedded/index.ts';
import { migrate } from '../migrate.ts';

export interface TestDatabase {
  /** With every migration applied, and empty. */
  readonly connectionString: string;
  /** Process of the embedded server. */
  readonly serverPid?: number;
  /** Takes the database away with everything in it. */
  stop(): Promise<void>;
}

/**
 * A database for one test file: a new one on the server of `DATABASE_URL`, whose user must be allowed to create
 * databases, or else an embedded server of its own. One embedded server has one session and one database, so that
 * files cannot share it; they share its migrated folder (`fillFolder`).
 */
export async function databaseForTests(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<TestDatabase> {
  const serverUrl = env.DATABASE_URL;
  const database = serverUrl === undefined ? await embeddedServer() : await onServer(serverUrl);
  try {
    await migrate(database.connectionString);
    return database;
  } catch (cause) {
    await database.stop();
    throw cause;
  }
}

/**
 * Fills an empty folder so that an embedded server starts on it in 1 s, with every migration applied. Within a test
 * run that offers a template (`BEATWATCH_TEST_SERVICES`) it copies that; elsewhere it leaves the folder empty.
 */
export async function fillFolder(dataDir: string): Promise<void> {
  const services = process.env['BEATWATCH_TEST_SERVICES'];
  if (services === undefined) return;
  const response = await fetch(`${services}/database-template`);
  if (!response.ok) throw new Error(`the database template could not be made: ${await response.text()}`);
  const { folder } = (await response.json()) as { readonly folder: string };
  await cp(folder, dataDir, { recursive: true });
}

async function embeddedServer(): Promise<TestDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'beatwatch-timescale-'));
  const removeFolder = (): Promise<void> => rm(dataDir, { recursive: true, force: true });
  try {
    await fillFolder(dataDir);
    const server = await spawnEmbeddedTimescale({ dataDir });
    return {
      connectionString: server.connectionString,
      serverPid: server.pid,
      async stop() {
        await server.stop();
        await removeFolder();
      },
    };
  } catch (cause) {
    await removeFolder();
    throw cause;
  }
}

async function onServer(serverUrl: string): Promise<TestDatabase> {
  const name = `beatwatch_test_${randomBytes(6).toString('hex')}`;
  const admin = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: serverUrl });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  await admin(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    connectionString: url.href,
    stop: () => admin(`drop database if exists ${name} with (force)`),
  };
}
export { compressOldest, type Compression } from './compress-oldest.ts';
