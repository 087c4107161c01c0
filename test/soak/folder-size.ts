import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What a folder takes of the disk, MiB; what is removed meanwhile counts as nothing. */
export async function folderMib(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const blocks = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        lstat(join(entry.parentPath, entry.name)).then(
          (stats) => stats.blocks,
          () => 0,
        ),
      ),
  );
  return blocks.reduce((sum, count) => sum + count, 0) / 2048;
}
