import { randomBytes } from 'node:crypto';
import { rename, rm, stat } from 'node:fs/promises';
import { spawnEmbeddedTimescale } from '../embedded/index.ts';
import { BackupError } from './errors.ts';
import { restoreDatabase, type RestoreDatabaseOptions } from './restore-database.ts';

export interface RestoreFolderOptions extends Omit<RestoreDatabaseOptions, 'connectionString' | 'isAtomic'> {
  /** Folder of the embedded server's data: made by this call. */
  readonly databaseFolder: string;
}

/**
 * Restores into a new embedded server. The folder appears under its name once everything is in it; after a failure nothing
 * is left.
 *
 * @throws BackupError `not-empty` where the folder exists
 */
export async function restoreFolder({
  databaseFolder,
  ...options
}: RestoreFolderOptions): Promise<{ applied: string[] }> {
  if ((await stat(databaseFolder).catch(() => undefined)) !== undefined) {
    throw new BackupError(`${databaseFolder} exists: it may hold patients' data, and is left as it is`, {
      code: 'not-empty',
    });
  }
  const making = `${databaseFolder}.restoring-${randomBytes(4).toString('hex')}`;
  try {
    const server = await spawnEmbeddedTimescale({ dataDir: making });
    let applied: string[];
    try {
      ({ applied } = await restoreDatabase({
        ...options,
        connectionString: server.connectionString,
        isAtomic: false,
      }));
    } finally {
      await server.stop();
    }
    await rename(making, databaseFolder);
    return { applied };
  } catch (cause) {
    await rm(making, { recursive: true, force: true });
    throw cause;
  }
}
