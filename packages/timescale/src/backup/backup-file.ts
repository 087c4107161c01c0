import { createHash, type Hash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { createGunzip, createGzip, constants } from 'node:zlib';
import { BackupError } from './errors.ts';

/*
 * A backup is one gzip file of JSON lines: a header, then sections, each with its rows, then the end with a checksum.
 *
 *   {"beatwatchBackup":1,"createdAt":"…","migrations":["0001_tables",…]}
 *   {"section":"table","name":"patient","columns":["patient_id","display_name","ward"]}
 *   ["demo-01","Demo 01","Ward 3"]
 *   {"end":"patient","rows":1}
 *   {"end":"backup","sections":1,"sha256":"…"}
 *
 * A value is what PostgreSQL prints for it as text, or null. The checksum is that of every line before the last.
 */

/** What is read by this version of Beatwatch. */
const backupFormat = 1;

export interface BackupHeader {
  /** ISO 8601, by the clock of the machine that wrote it. */
  readonly createdAt: string;
  /** Names of the migrations that the database had, in order. */
  readonly migrations: readonly string[];
}

/**
 * - `table`: rows of a table.
 * - `trend`: rows of a trend whose scores are no longer stored.
 * - `file`: a file of the data folder, in pieces of base64.
 */
export interface BackupSection {
  readonly section: 'table' | 'trend' | 'file';
  /** A table, a view, or a path within the data folder with `/` between its parts. */
  readonly name: string;
  readonly columns: readonly string[];
}

export type BackupRow = readonly (string | null)[];

/** Lines of a backup, in the order of the file; rows come in groups. */
export type BackupItem =
  | { readonly kind: 'header'; readonly header: BackupHeader }
  | { readonly kind: 'section'; readonly section: BackupSection }
  | { readonly kind: 'rows'; readonly rows: readonly BackupRow[] }
  | { readonly kind: 'section-end'; readonly rows: number };

/** Writes a backup line by line. The file is readable by its owner alone: it holds patients' data. */
export class BackupWriter {
  readonly #gzip = createGzip({ level: constants.Z_BEST_SPEED });
  readonly #digest: Hash = createHash('sha256');
  readonly #written: Promise<void>;
  #sections = 0;
  #rows = 0;
  #bytes = 0;

  /** @param path must not exist */
  constructor(path: string, header: BackupHeader) {
    const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
    this.#gzip.pipe(file);
    file.on('error', (error) => this.#gzip.destroy(error));
    this.#written = finished(file);
    // Reported by `write` or `end`.
    this.#written.catch(() => undefined);
    this.#gzip.on('error', () => undefined);
    this.#line(JSON.stringify({ beatwatchBackup: backupFormat, ...header }));
  }

  async section(section: BackupSection, pages: AsyncIterable<readonly BackupRow[]>): Promise<number> {
    this.#sections += 1;
    this.#rows = 0;
    this.#line(JSON.stringify(section));
    for await (const rows of pages) {
      this.#rows += rows.length;
      await this.#write(rows.map((row) => JSON.stringify(row)));
    }
    await this.#write([JSON.stringify({ end: section.name, rows: this.#rows })]);
    return this.#rows;
  }

  /** Bytes before compression. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Resolves once everything is on the disk. */
  async end(): Promise<void> {
    const sha256 = this.#digest.digest('hex');
    this.#gzip.end(`${JSON.stringify({ end: 'backup', sections: this.#sections, sha256 })}\n`);
    await this.#written;
  }

  /** Gives up; the caller removes the file. */
  async abort(): Promise<void> {
    this.#gzip.destroy(new Error('given up'));
    await this.#written.catch(() => undefined);
  }

  async #write(lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return;
    if (!this.#line(lines.join('\n'))) await Promise.race([once(this.#gzip, 'drain'), this.#written]);
  }

  #line(text: string): boolean {
    const bytes = Buffer.from(`${text}\n`);
    this.#digest.update(bytes);
    this.#bytes += bytes.byteLength;
    return this.#gzip.write(bytes);
  }
}

/** Puts a finished file on the disk, whatever happens to the machine next. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  await file.sync().finally(() => file.close());
}

/**
 * Reads a backup from its first line to its last.
 * @throws BackupError `not-a-backup`, `newer-format` or, after the last item that is whole, `damaged`
 */
export async function* readBackup(path: string): AsyncGenerator<BackupItem> {
  const digest = createHash('sha256');
  let section: BackupSection | undefined;
  let rows = 0;
  let sections = 0;
  let isFirst = true;
  let isEnded = false;
  for await (const lines of linesOf(path)) {
    let group: BackupRow[] = [];
    for (const line of lines) {
      if (isEnded) throw damaged(path, 'something follows its end');
      if (isFirst) {
        isFirst = false;
        digest.update(`${line}\n`);
        yield { kind: 'header', header: headerOf(path, line) };
        continue;
      }
      const value = parsed(path, line);
      if (Array.isArray(value)) {
        if (section === undefined) throw damaged(path, 'rows without a section');
        digest.update(`${line}\n`);
        group.push(value as BackupRow);
        rows += 1;
        continue;
      }
      if (group.length > 0) yield { kind: 'rows', rows: group };
      group = [];
      const entry = value as Partial<BackupSection> & { end?: string; rows?: number; sections?: number };
      if (entry.section !== undefined) {
        digest.update(`${line}\n`);
        section = value as BackupSection;
        sections += 1;
        rows = 0;
        yield { kind: 'section', section };
      } else if (section !== undefined && entry.end === section.name) {
        digest.update(`${line}\n`);
        if (entry.rows !== rows) {
          throw damaged(path, `${section.name} has ${rows} rows, expected ${String(entry.rows)}`);
        }
        section = undefined;
        yield { kind: 'section-end', rows };
      } else if (entry.end === 'backup' && section === undefined) {
        const { sha256 } = entry as { sha256?: string };
        if (entry.sections !== sections || sha256 !== digest.digest('hex')) {
          throw damaged(path, 'its contents do not match its checksum');
        }
        isEnded = true;
      } else throw damaged(path, 'a line of no known kind');
    }
    if (group.length > 0) yield { kind: 'rows', rows: group };
  }
  if (isFirst) throw notABackup(path);
  if (!isEnded) throw damaged(path, 'it breaks off before its end');
}

async function* linesOf(path: string): AsyncGenerator<readonly string[]> {
  const file = createReadStream(path);
  const gunzip = createGunzip();
  file.on('error', (error) => gunzip.destroy(error));
  let pending: Buffer[] = [];
  let hasStarted = false;
  try {
    for await (const chunk of file.pipe(gunzip) as AsyncIterable<Buffer>) {
      hasStarted = true;
      const end = chunk.lastIndexOf(10);
      if (end < 0) {
        pending.push(chunk);
        continue;
      }
      const text = Buffer.concat([...pending, chunk.subarray(0, end)]).toString('utf8');
      pending = [chunk.subarray(end + 1)];
      yield text.split('\n');
    }
  } catch (cause) {
    if (cause instanceof BackupError) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new BackupError(`${path} does not exist`, { code: 'not-a-backup', cause });
    if (code?.startsWith('Z_') !== true) throw cause;
    throw hasStarted ? damaged(path, message, cause) : notABackup(path, cause);
  }
  if (Buffer.concat(pending).byteLength > 0) throw damaged(path, 'it breaks off within a line');
}

function headerOf(path: string, line: string): BackupHeader {
  const { beatwatchBackup, createdAt, migrations } = parsed(path, line) as Record<string, unknown>;
  if (typeof beatwatchBackup !== 'number') throw notABackup(path);
  if (beatwatchBackup > backupFormat) {
    throw new BackupError(
      `${path} has format ${beatwatchBackup}, and this Beatwatch reads formats up to ${backupFormat}: restore it with the version that wrote it, or a newer one`,
      { code: 'newer-format' },
    );
  }
  return { createdAt: String(createdAt), migrations: migrations as string[] };
}

function parsed(path: string, line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Reported below.
  }
  throw damaged(path, 'a line is not JSON');
}

function damaged(path: string, why: string, cause?: unknown): BackupError {
  return new BackupError(`${path} is damaged: ${why}`, { code: 'damaged', cause });
}

function notABackup(path: string, cause?: unknown): BackupError {
  return new BackupError(`${path} is not a backup of Beatwatch`, { code: 'not-a-backup', cause });
}
