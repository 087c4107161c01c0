import { existsSync } from 'node:fs';
import { appendFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, posix, relative, sep } from 'node:path';
import { CliError } from '../errors.ts';

/** A file that belongs to a back-up. */
interface DataFile {
  /** Path within the data folder, with `/` between its parts. */
  readonly name: string;
  readonly path: string;
}

/** Name that a back-up gives to the file of `DENOISE_KEYS_FILE`, wherever that is. */
export const denoiseKeysName = 'denoise-keys.json';

/**
 * What people have made and no start makes again: models that were trained here, and the keys of the denoising API. Logs,
 * reports, and addresses of running parts are left out, and so is the broker's log.
 *
 * @param denoiseKeys value of `DENOISE_KEYS_FILE`
 */
export async function dataFiles(dataDir: string, denoiseKeys: string | undefined): Promise<DataFile[]> {
  const folder = join(dataDir, 'models');
  const entries = existsSync(folder) ? await readdir(folder, { recursive: true, withFileTypes: true }) : [];
  const models = entries
    .filter((entry) => entry.isFile())
    .map((entry): DataFile => {
      const path = join(entry.parentPath, entry.name);
      return { name: relative(dataDir, path).split(sep).join(posix.sep), path };
    });
  const keys = denoiseKeys === undefined || !existsSync(denoiseKeys) ? [] : [denoiseKeys];
  return [...models, ...keys.map((path): DataFile => ({ name: denoiseKeysName, path }))].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
}

/** Collects the files of a back-up beside the data folder's own, until everything else is restored. */
export class RestoredFiles {
  readonly #dataDir: string;
  readonly #folder: string;
  readonly #names = new Set<string>();

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
    this.#folder = join(dataDir, '.restoring');
  }

  async add(name: string, piece: Buffer): Promise<void> {
    const isInside = !posix.isAbsolute(name) && !posix.normalize(name).startsWith('..');
    if (!isInside)
      throw new CliError(`the back-up has a file outside the data folder: ${name}`, { code: 'usage' });
    if (this.#names.size === 0) await rm(this.#folder, { recursive: true, force: true });
    const path = join(this.#folder, name);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await appendFile(path, piece, { mode: 0o600 });
    this.#names.add(name);
  }

  /** Moves the files into the data folder. @returns those that are there already, and are left as they are */
  async place(): Promise<{ readonly placed: readonly string[]; readonly kept: readonly string[] }> {
    const placed: string[] = [];
    const kept: string[] = [];
    for (const name of this.#names) {
      const target = join(this.#dataDir, name);
      if (existsSync(target)) {
        kept.push(name);
        continue;
      }
      await mkdir(dirname(target), { recursive: true });
      await rename(join(this.#folder, name), target);
      placed.push(name);
    }
    await this.discard();
    return { placed, kept };
  }

  async discard(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}
