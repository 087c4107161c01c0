import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { asTimescaleError, TimescaleError } from './errors.ts';

export interface MigrateOptions {
  /** Called with the name of each migration that is about to run. */
  readonly onStep?: (name: string) => void;
  /** The last migration to apply. Default: the newest. */
  readonly upTo?: string | undefined;
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
  options: MigrateOptions = {},
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
    return { applied: await runPending(client, options) };
  } finally {
    await client.end();
  }
}

/** Names of all migrations, in order. */
export function migrationNames(): string[] {
  return readdirSync(migrationsFolder)
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.slice(0, -'.sql'.length))
    .sort();
}

/** Number of migrations that are not applied, up to and including the named one. */
async function pendingUpTo(client: pg.Client, name: string): Promise<number> {
  const wanted = migrationNames().indexOf(name) + 1;
  const { rows } = await client.query<{ exists: boolean }>(
    `select to_regclass('schema_migration') is not null as exists`,
  );
  if (rows[0]?.exists !== true) return wanted;
  const applied = await client.query('select from schema_migration');
  return Math.max(0, wanted - (applied.rowCount ?? 0));
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

async function runPending(client: pg.Client, { onStep, upTo }: MigrateOptions): Promise<string[]> {
  try {
    await client.query('begin');
    await client.query(`select pg_advisory_xact_lock(${migrationLock})`);
    const count = upTo === undefined ? Infinity : await pendingUpTo(client, upTo);
    const applied = await runner({
      dbClient: client,
      dir: migrationsFolder,
      migrationsTable: 'schema_migration',
      direction: 'up',
      count,
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
