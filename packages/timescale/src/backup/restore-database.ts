import pg from 'pg';
import { asTimescaleError } from '../errors.ts';
import { migrate } from '../migrate.ts';
import { readBackup } from './backup-file.ts';
import { appliedMigrations, filledTables, relationsOf, type Relation } from './catalog.ts';
import type { BackupContents } from './check-backup.ts';
import { BackupError } from './errors.ts';
import { RowLoader, setSequences } from './load-rows.ts';
import { pauseJobs, refreshTrends, resumeJobs } from './policies.ts';

export interface RestoreDatabaseOptions {
  /** A database without rows. */
  readonly connectionString: string;
  readonly path: string;
  /** From `checkBackup` of the same file. */
  readonly contents: BackupContents;
  /**
   * True: all rows in one transaction, so that a failure leaves the database without rows. False for a new embedded server,
   * whose folder is dropped after a failure: there one transaction would keep its log from being cut.
   */
  readonly isAtomic: boolean;
  /** Called after each group of rows. `share` counts rows, 0 to 1. */
  readonly onProgress?: (progress: {
    readonly name: string;
    readonly rows: number;
    readonly share: number;
  }) => void;
  /** Receives each piece of the files of the backup, in order. */
  readonly onFile?: (name: string, piece: Buffer) => Promise<void>;
}

/**
 * Fills an empty database from a backup: the schema of the backup, its rows, then the migrations that came after it.
 *
 * @returns the migrations that brought it forward
 * @throws BackupError `not-empty`, `not-restored`; TimescaleError
 */
export async function restoreDatabase(options: RestoreDatabaseOptions): Promise<{ applied: string[] }> {
  const { connectionString, contents } = options;
  await requireEmpty(connectionString);
  await migrate(connectionString, { upTo: contents.migrations.at(-1) });
  await withClient(connectionString, async (client) => {
    await requireSchema(client, contents);
    const jobs = await pauseJobs(client);
    try {
      if (options.isAtomic) await client.query('begin');
      await load(client, options);
      await setSequences(client);
      if (options.isAtomic) await client.query('commit');
      await verify(client, contents);
      await refreshTrends(client);
    } catch (cause) {
      if (options.isAtomic) await client.query('rollback').catch(() => undefined);
      throw cause;
    } finally {
      await resumeJobs(client, jobs);
    }
  });
  return migrate(connectionString);
}

async function requireEmpty(connectionString: string): Promise<void> {
  await withClient(connectionString, async (client) => {
    // Without the extension there are no tables of Beatwatch.
    const { rowCount } = await client.query(`select from pg_extension where extname = 'timescaledb'`);
    const filled = rowCount === 0 ? [] : await filledTables(client);
    if (filled.length === 0) return;
    throw new BackupError(
      `the database holds rows already (${filled.join(', ')}): restore into a new database, and nothing here is changed`,
      { code: 'not-empty' },
    );
  });
}

/** A database that was migrated further than the backup, by a start on it, cannot take its rows. */
async function requireSchema(client: pg.Client, { migrations }: BackupContents): Promise<void> {
  const applied = await appliedMigrations(client);
  if (applied.length === migrations.length) return;
  throw new BackupError(
    `the database has the schema ${applied.at(-1) ?? '(none)'}, newer than the backup's ${migrations.at(-1) ?? '(none)'}: restore into a new database`,
    { code: 'not-empty' },
  );
}

async function load(client: pg.Client, options: RestoreDatabaseOptions): Promise<void> {
  const relations = await relationsOf(client);
  const total = options.contents.sections.reduce((sum, { rows }) => sum + rows, 0);
  let loader: RowLoader | undefined;
  let name = '';
  let isFile = false;
  let done = 0;
  for await (const item of readBackup(options.path)) {
    switch (item.kind) {
      case 'header':
        break;
      case 'section':
        name = item.section.name;
        isFile = item.section.section === 'file';
        loader = isFile ? undefined : new RowLoader(client, relationOf(relations, name), item.section);
        break;
      case 'rows':
        if (isFile) {
          for (const [piece] of item.rows) await options.onFile?.(name, Buffer.from(piece ?? '', 'base64'));
        } else await loader?.add(item.rows);
        done += item.rows.length;
        options.onProgress?.({ name, rows: done, share: total === 0 ? 1 : done / total });
        break;
      case 'section-end':
        await loader?.flush();
    }
  }
}

function relationOf(relations: readonly Relation[], name: string): Relation {
  const found = relations.find((relation) => relation.name === name);
  if (found !== undefined) return found;
  throw new BackupError(`the backup has a table ${name}, which its schema lacks`, { code: 'damaged' });
}

/** Every row is where a query finds it. */
async function verify(client: pg.Client, { sections }: BackupContents): Promise<void> {
  const relations = await relationsOf(client);
  for (const { section, name, rows: expected } of sections) {
    if (section === 'file') continue;
    const { rows } = await client.query<{ found: string }>(
      `select count(*) as found from ${relationOf(relations, name).relation}`,
    );
    const found = Number(rows[0]?.found);
    if (found !== expected) {
      throw new BackupError(
        { field: `rows of ${name}`, found, expected: String(expected) },
        { code: 'not-restored' },
      );
    }
  }
}

async function withClient(
  connectionString: string,
  use: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ connectionString, application_name: 'restore' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await use(client);
  } catch (cause) {
    throw cause instanceof pg.DatabaseError ? asTimescaleError('restore', cause) : cause;
  } finally {
    await client.end().catch(() => undefined);
  }
}
