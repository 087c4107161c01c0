import { readFile, rename, rm, stat } from 'node:fs/promises';
import pg from 'pg';
import { asTimescaleError } from '../errors.ts';
import { BackupWriter, syncFile, type BackupRow } from './backup-file.ts';
import { appliedMigrations, relationsOf, type Relation } from './catalog.ts';
import { BackupError } from './errors.ts';
import { pagesOf } from './pages.ts';

export interface WriteBackupOptions {
  readonly connectionString: string;
  /** Must not exist. */
  readonly path: string;
  /** Files that belong to it, by their path within the data folder. */
  readonly files?: readonly { readonly name: string; readonly path: string }[];
  /**
   * True for the embedded server, where an open transaction holds up every other client: then only the small tables are
   * read in one transaction, and the others in pages between which the others go on.
   */
  readonly isSharedSession: boolean;
  /** Called after each page. `share` counts tables and chunks, 0 to 1. */
  readonly onProgress?: (progress: {
    readonly name: string;
    readonly rows: number;
    readonly share: number;
  }) => void;
}

export interface BackupSummary {
  readonly migrations: readonly string[];
  /** Rows of each section, by its name. */
  readonly rows: Readonly<Record<string, number>>;
  /** How long other clients of an embedded server had to wait at most, milliseconds. */
  readonly heldMs: number;
}

const pieceBytes = 512 * 1024;
/** Values print the same whatever the server's settings are, and exactly. */
const printing = `set local datestyle = 'ISO, MDY'; set local intervalstyle = 'postgres'; set local timezone = 'UTC';
  set local extra_float_digits = 1; set local bytea_output = 'hex'`;

/**
 * Writes every row of the database, and files, to one file; it appears under its name once it is whole and on the disk.
 *
 * On a real server it is one snapshot. On the embedded one, alarms, labels, thresholds, checkpoints and every other small
 * table are one snapshot, and signals, beats and scores are read after it: a checkpoint never holds more than is stored,
 * and rows of the seconds in between are there as well.
 *
 * @throws BackupError `not-empty` where the file exists; TimescaleError
 */
export async function writeBackup(options: WriteBackupOptions): Promise<BackupSummary> {
  if ((await stat(options.path).catch(() => undefined)) !== undefined) {
    throw new BackupError(`${options.path} exists, and is left as it is: choose another name`, {
      code: 'not-empty',
    });
  }
  const client = new pg.Client({ connectionString: options.connectionString, application_name: 'backup' });
  // Without a listener a lost connection would end the process; the query that meets it throws.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await writeFrom(client, options);
  } catch (cause) {
    throw cause instanceof pg.DatabaseError ? asTimescaleError('backup', cause) : cause;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function writeFrom(client: pg.Client, options: WriteBackupOptions): Promise<BackupSummary> {
  const partial = `${options.path}.partial`;
  await rm(partial, { force: true });
  await client.query('begin transaction isolation level repeatable read, read only');
  await client.query(printing);
  const beganMs = performance.now();
  const migrations = await appliedMigrations(client);
  if (migrations.length === 0) {
    throw new BackupError('the database has no tables of Beatwatch: there is nothing to back up', {
      code: 'not-a-backup',
    });
  }
  const relations = await relationsOf(client);
  const writer = new BackupWriter(partial, { createdAt: new Date().toISOString(), migrations });
  try {
    const sections = new Sections(client, writer, { ...options, relations });
    const small = relations.filter(({ time }) => time === undefined);
    const large = relations.filter(({ time }) => time !== undefined);
    for (const relation of small) await sections.add(relation);
    const oldestScore = await oldestScoreHour(client);
    let heldMs = 0;
    if (options.isSharedSession) {
      await client.query('commit');
      heldMs = performance.now() - beganMs;
    }
    for (const relation of large) {
      await sections.add(relation, relation.section === 'trend' ? oldestScore : undefined);
    }
    if (!options.isSharedSession) await client.query('commit');
    for (const file of options.files ?? []) await sections.addFile(file);
    await writer.end();
    await syncFile(partial);
    await rename(partial, options.path);
    return { migrations, rows: sections.rows, heldMs: Math.round(heldMs) };
  } catch (cause) {
    await writer.abort();
    await rm(partial, { force: true });
    throw cause;
  }
}

/** Trends of this hour and later can be computed from the scores again; undefined where there are no scores. */
async function oldestScoreHour(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ hour: string | null }>(
    `select date_trunc('hour', min(beat_time))::text as hour from beat_score`,
  );
  return rows[0]?.hour ?? undefined;
}

class Sections {
  readonly rows: Record<string, number> = {};
  readonly #client: pg.Client;
  readonly #writer: BackupWriter;
  readonly #options: WriteBackupOptions & { readonly relations: readonly Relation[] };
  readonly #steps: number;
  #done = 0;

  constructor(
    client: pg.Client,
    writer: BackupWriter,
    options: WriteBackupOptions & { readonly relations: readonly Relation[] },
  ) {
    this.#client = client;
    this.#writer = writer;
    this.#options = options;
    this.#steps = options.relations.length;
  }

  async add(relation: Relation, before?: string): Promise<void> {
    const { section, name, columns } = relation;
    const pages = this.#paced(name, pagesOf(this.#client, relation, before), relation.time !== undefined);
    this.rows[name] = await this.#writer.section(
      { section, name, columns: columns.map((column) => column.name) },
      pages,
    );
    this.#done += 1;
  }

  async addFile({ name, path }: { readonly name: string; readonly path: string }): Promise<void> {
    const content = await readFile(path);
    const pieces: BackupRow[] = [];
    for (let at = 0; at < content.byteLength; at += pieceBytes) {
      pieces.push([content.subarray(at, at + pieceBytes).toString('base64')]);
    }
    await this.#writer.section({ section: 'file', name, columns: ['base64'] }, onePage(pieces));
    this.rows[name] = 1;
  }

  /** Leaves the shared session to the others for as long as each page has taken. */
  async *#paced(
    name: string,
    pages: AsyncIterable<readonly BackupRow[]>,
    isLarge: boolean,
  ): AsyncGenerator<readonly BackupRow[]> {
    let rows = 0;
    let askedMs = performance.now();
    for await (const page of pages) {
      rows += page.length;
      yield page;
      this.#options.onProgress?.({ name, rows, share: this.#done / this.#steps });
      if (isLarge && this.#options.isSharedSession) {
        await new Promise((resolve) => setTimeout(resolve, performance.now() - askedMs));
      }
      askedMs = performance.now();
    }
  }
}

async function* onePage(rows: readonly BackupRow[]): AsyncGenerator<readonly BackupRow[]> {
  await Promise.resolve();
  if (rows.length > 0) yield rows;
}
