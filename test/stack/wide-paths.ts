import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Files and folders below a folder that others than their user may read, write or enter. */
export async function findWidePaths(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    // Removed meanwhile, as a database's temporary files are.
    const stats = await lstat(path).catch(() => undefined);
    if (stats === undefined || stats.isSymbolicLink()) continue;
    if ((stats.mode & 0o077) !== 0) found.push(path);
    if (stats.isDirectory()) found.push(...(await findWidePaths(path)));
  }
  return found;
}
