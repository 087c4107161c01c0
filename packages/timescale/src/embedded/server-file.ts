import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Who serves a data folder: kept beside the data, readable by its owner only. */
export interface ServerFile {
  readonly pid: number;
  readonly connectionString: string;
}

const pathOf = (dataDir: string): string => join(dataDir, 'server.json');

export async function writeServerFile(dataDir: string, file: ServerFile): Promise<void> {
  await writeFile(pathOf(dataDir), `${JSON.stringify(file, undefined, 2)}\n`, { mode: 0o600 });
}

/** Undefined where no server ever ran there, or the file was cut short. */
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

export function processLives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as { code?: unknown }).code === 'EPERM';
  }
}
