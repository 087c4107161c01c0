import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Folder of the trees that tell classes for a wearable model: `beats` in the model's own folder, else beside it.
 * @returns undefined where it has none of its own
 */
export function beatsFolderOf(modelFolder: string): string | undefined {
  const folders = [join(modelFolder, 'beats'), join(modelFolder, '..', 'beats')];
  return folders.find((folder) => existsSync(join(folder, 'model.json')));
}
