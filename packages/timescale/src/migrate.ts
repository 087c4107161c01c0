import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { asTimescaleError, TimescaleError } from './errors.ts';

export interface MigrateOptions {
  /** Called with the name of each migration that is about to run. */
  readonly onStep?: (name: string) => void;
}

const migrationsFolder = fileURLToPath(new URL('../migrations', import.meta.url));
/** Arbitrary number of the advisory lock that serializes the migrations of several processes. */
const migrationLock = 4_021_966_311;

/**
 * Brings the schema up to date, all or nothing; a second call changes nothing.
 *
 * Runs in one transaction under a transaction-level advisory lock. On the embedded server all connections share one
 * session, so that the lock blocks none of them; there the open transaction itself makes the others wait.
 *
 * @returns the names of the applied migrations
 * @throws TimescaleError `no-timescaledb`, `migration` or `connection`
 */
export async function migrate(
  connectionString: string,
  { onStep }: MigrateOptions = {},
): Promise<{ applied: string[] }> {
  const client = new pg.Client({ connectionString });
  // Without a listener a lost connection would end the process; the query that meets it throws.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (cause) {
    throw asTimescaleError('migrate', cause);
  }
  try {
    await ensureExtension(client);
    return { applied: await runPending(client, onStep) };
  } finally {
    await client.end();
  }
}

async function ensureExtension(client: pg.Client): Promise<void> {
  try {
    await client.query('create extension if not exists timescaledb');
  } catch (cause) {
    const error = asTimescaleError('migrate', cause);
    if (error.retryable) throw error;
    throw new TimescaleError(
      `migrate: the server has no usable TimescaleDB extension (${error.message}); install timescaledb, add it to shared_preload_libraries and let this user create the extension`,
      { code: 'no-timescaledb', cause },
    );
  }
}

async function runPending(client: pg.Client, onStep: MigrateOptions['onStep']): Promise<string[]> {
  try {
    await client.query('begin');
    await client.query(`select pg_advisory_xact_lock(${migrationLock})`);
    const applied = await runner({
      dbClient: client,
      dir: migrationsFolder,
      migrationsTable: 'schema_migration',
      direction: 'up',
      noLock: true,
      singleTransaction: true,
      logger: {
        debug: () => undefined,
        info: (line: string) => {
          const name = /^> - (.+)$/.exec(line)?.[1];
          if (name !== undefined) onStep?.(name);
        },
        warn: () => undefined,
        error: () => undefined,
      },
    });
    await client.query('commit');
    return applied.map(({ name }) => name);
  } catch (cause) {
    await client.query('rollback').catch(() => undefined);
    const error = asTimescaleError('migrate', cause);
    if (error.retryable) throw error;
    throw new TimescaleError(`the schema could not be brought up to date: ${error.message}`, {
      code: 'migration',
      cause,
    });
  }
}
