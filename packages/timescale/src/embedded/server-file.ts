import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The server of a data folder: a file beside the data that only its owner can read. */
export interface ServerFile {
  readonly pid: number;
  readonly connectionString: string;
}

const pathOf = (dataDir: string): string => join(dataDir, 'server.json');

export async function writeServerFile(dataDir: string, file: ServerFile): Promise<void> {
  await writeFile(pathOf(dataDir), `${JSON.stringify(file, undefined, 2)}\n`, { mode: 0o600 });
}

/** Undefined where the file is missing or incomplete. */
export async function readServerFile(dataDir: string): Promise<ServerFile | undefined> {
  try {
    const { pid, connectionString } = JSON.parse(
      await readFile(pathOf(dataDir), 'utf8'),
    ) as Partial<ServerFile>;
    return typeof pid === 'number' && typeof connectionString === 'string'
      ? { pid, connectionString }
      : undefined;
  } catch {
    return undefined;
  }
}

export async function removeServerFile(dataDir: string): Promise<void> {
  await rm(pathOf(dataDir), { force: true });
}
