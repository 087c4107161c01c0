import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  BackupError,
  checkBackup,
  restoreDatabase,
  restoreFolder,
  type BackupContents,
} from '@beatwatch/timescale/backup';
import type { Command } from 'commander';
import { denoiseKeysName, RestoredFiles } from '../backup/data-files.ts';
import { readConfig } from '../config.ts';
import { CliError } from '../errors.ts';
import { readStack } from '../stack/stack-file.ts';
import { createOutput, table, type Output } from '../terminal/output.ts';

interface RestoreFlags {
  readonly into?: string;
  readonly force?: boolean;
  readonly check?: boolean;
  readonly json?: boolean;
}

export function addRestore(program: Command): void {
  program
    .command('restore')
    .description('restore a back-up into a new data folder, or into the empty database of DATABASE_URL')
    .argument('<file>', 'as "beatwatch backup" wrote it')
    .option('--into <folder>', 'the data folder (default: DATABASE_URL, else BEATWATCH_DATA_DIR)')
    .option('--force', 'where the folder has a database: keep that beside the new one, as db.before-TIME')
    .option('--check', 'only read the file to its end and say what is in it')
    .option('--json', 'print what was restored as JSON')
    .addHelpText(
      'after',
      '\nThe whole file is checked before anything is changed. A back-up of an older version is brought to the present schema.\nExit code 0: every row is there. 1: the file is damaged, or the place is not empty, and nothing was changed.',
    )
    .action(async (file: string, flags: RestoreFlags) => {
      const output = createOutput(flags.json ?? false);
      const config = readConfig();
      const path = resolve(file);
      output.step(`checking ${path}`);
      const contents = await checkBackup(path);
      const rows = Object.fromEntries(contents.sections.map(({ name, rows: count }) => [name, count]));
      const summary = { file: path, createdAt: contents.createdAt, schema: contents.migrations.at(-1), rows };
      if (flags.check === true) {
        output.result({ ...summary, restored: false }, describe(contents, 'the file is whole'));
        return;
      }
      const isServer = flags.into === undefined && config.DATABASE_URL !== undefined;
      const dataDir = resolve(flags.into ?? config.dataDir);
      const files = new RestoredFiles(dataDir);
      const common = { path, contents, ...loading(output, files) };
      try {
        const { applied } =
          isServer && config.DATABASE_URL !== undefined
            ? await restoreDatabase({ ...common, connectionString: config.DATABASE_URL, isAtomic: true })
            : await intoFolder(dataDir, flags.force ?? false, common);
        const { placed, kept } = await files.place();
        for (const name of kept) output.step(`note: ${join(dataDir, name)} exists and is left as it is`);
        if (placed.includes(denoiseKeysName))
          output.step(`note: set DENOISE_KEYS_FILE to ${join(dataDir, denoiseKeysName)}`);
        const into = isServer ? 'the database of DATABASE_URL' : dataDir;
        output.result(
          { ...summary, restored: true, into, applied, kept },
          describe(contents, `restored into ${into}`),
        );
      } catch (error) {
        await files.discard();
        throw error;
      }
    });
}

function loading(
  output: Output,
  files: RestoredFiles,
): Pick<Parameters<typeof restoreDatabase>[0], 'onProgress' | 'onFile'> {
  return {
    onProgress: ({ name, rows, share }) => {
      output.progress(`${name}: ${rows} rows`, { share });
    },
    onFile: (name, piece) => files.add(name, piece),
  };
}

/** The broker's log of the folder, if there is one, is left as it is. */
async function intoFolder(
  dataDir: string,
  isForced: boolean,
  options: Omit<Parameters<typeof restoreFolder>[0], 'databaseFolder'>,
): Promise<{ applied: string[] }> {
  const stack = await readStack(dataDir);
  if (stack !== undefined) {
    throw new CliError(`a stack runs on ${dataDir} (process ${stack.pid}): stop it first`, {
      code: 'stack-running',
    });
  }
  const databaseFolder = join(dataDir, 'db');
  if (!existsSync(databaseFolder)) return restoreFolder({ ...options, databaseFolder });
  if (!isForced) {
    throw new BackupError(
      `${databaseFolder} holds a database already: choose another folder with --into, or --force to keep it beside the restored one`,
      { code: 'not-empty' },
    );
  }
  const aside = `${databaseFolder}.before-${Date.now()}`;
  await rename(databaseFolder, aside);
  try {
    return await restoreFolder({ ...options, databaseFolder });
  } catch (error) {
    await rename(aside, databaseFolder);
    throw error;
  }
}

function describe({ createdAt, migrations, sections }: BackupContents, verdict: string): string {
  return table([
    ['result', verdict],
    ['written at', createdAt],
    ['schema', migrations.at(-1) ?? ''],
    ...sections.map(({ name, rows }) => [name, String(rows)]),
  ]);
}
