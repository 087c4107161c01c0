import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** What is kept of one log: as many files as this of about this size, the one that is written included. */
export interface LogLimits {
  /** Bytes of a file. */
  readonly fileBytes: number;
  /** At least 2. */
  readonly files: number;
}

const pieceBytes = 1_048_576;

/** `ingest.log` to `ingest.1.log`, the newest of the former ones. */
export function formerLog(path: string, age: number): string {
  return path.replace(/\.log$/, `.${age}.log`);
}

/** Whether a file's name is that of a log that is kept, no longer written. */
export function isFormerLog(name: string): boolean {
  return /\.\d+\.log$/.test(name);
}

/**
 * Keeps a log within its limits: where it has reached the size of a file its lines are moved to a former file, and the oldest
 * one is removed. Of more lines than a file holds, the newest are kept.
 *
 * The lines are copied and the file is cut to nothing, as its writer holds it open: it has to append. What it writes between the
 * last piece and the cut, microseconds, is lost. Where a full disk has no room for the copy the former files make way, and the
 * lines stay where they are until the next call.
 *
 * @param path ends with `.log`
 */
export async function rotateLog(path: string, { fileBytes, files }: LogLimits): Promise<void> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  await removeFormer(path, files);
  if (size < fileBytes) return;
  await rm(formerLog(path, files - 1), { force: true });
  for (let age = files - 2; age >= 1; age -= 1)
    await renameIfThere(formerLog(path, age), formerLog(path, age + 1));
  try {
    moveLines(path, formerLog(path, 1), fileBytes);
  } catch {
    await removeFormer(path, 1);
  }
}

/** Removes former files of this age and beyond. */
async function removeFormer(path: string, fromAge: number): Promise<void> {
  const folder = dirname(path);
  const stem = `${basename(path, '.log')}.`;
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(stem) || !isFormerLog(name)) continue;
    const age = Number(name.slice(stem.length, -'.log'.length));
    if (age >= fromAge) await rm(join(folder, name), { force: true });
  }
}

async function renameIfThere(from: string, to: string): Promise<void> {
  await rename(from, to).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  });
}

/** Without a pause, so that little is written meanwhile. */
function moveLines(from: string, to: string, mostBytes: number): void {
  const source = openSync(from, 'r+');
  const target = openSync(to, 'w', 0o600);
  try {
    const piece = Buffer.alloc(pieceBytes);
    // From the end of the line before: the rest of a line that was begun earlier is left out.
    const before = fstatSync(source).size - mostBytes - 1;
    let skipsLine = before >= 0;
    let position = Math.max(0, before);
    for (;;) {
      const read = readSync(source, piece, 0, pieceBytes, position);
      if (read === 0) break;
      position += read;
      const start: number = skipsLine ? piece.subarray(0, read).indexOf('\n') + 1 : 0;
      skipsLine = skipsLine && start === 0;
      if (!skipsLine) writeAll(target, piece.subarray(start, read));
    }
    ftruncateSync(source, 0);
  } finally {
    closeSync(source);
    closeSync(target);
  }
}

function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}
