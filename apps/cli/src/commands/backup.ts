import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import process from 'node:process';
import { writeBackup } from '@beatwatch/timescale/backup';
import type { Command } from 'commander';
import { dataFiles } from '../backup/data-files.ts';
import { openSource } from '../backup/source.ts';
import { readConfig } from '../config.ts';
import { createOutput, table } from '../terminal/output.ts';

interface BackupFlags {
  readonly out?: string;
  readonly json?: boolean;
}

export function addBackup(program: Command): void {
  program
    .command('backup')
    .description('write everything that is stored to one file, while the stack runs or stands still')
    .option('--out <file>', 'where it goes (default: beatwatch-backup-TIME.jsonl.gz in this folder)')
    .option('--json', 'print what is in it as JSON')
    .addHelpText(
      'after',
      "\nOf DATABASE_URL, else of the running stack, else of BEATWATCH_DATA_DIR. The file holds patients' data: only its owner can read it.\nExit code 0: the whole file is on the disk. 1: nothing was written.",
    )
    .action(async (flags: BackupFlags) => {
      const output = createOutput(flags.json ?? false);
      const config = readConfig();
      const path = resolve(flags.out ?? defaultName(new Date()));
      const source = await openSource(config, (text) => {
        output.step(text);
      });
      try {
        output.step(`backing up ${source.description}`);
        const startedMs = performance.now();
        const { rows, migrations, heldMs } = await writeBackup({
          connectionString: source.connectionString,
          path,
          files: await dataFiles(config.dataDir, process.env['DENOISE_KEYS_FILE']),
          isSharedSession: source.isEmbedded,
          onProgress: ({ name, rows: done, share }) => {
            output.progress(`${name}: ${done} rows`, { share });
          },
        });
        const { size: bytes } = await stat(path);
        const seconds = Math.round(performance.now() - startedMs) / 1000;
        output.result(
          { file: path, bytes, seconds, heldMs, schema: migrations.at(-1), rows },
          table([
            ['written to', `${path} (${(bytes / 1e6).toFixed(1)} MB, ${seconds.toFixed(1)} s)`],
            ['schema', migrations.at(-1) ?? ''],
            ...Object.entries(rows).map(([name, count]) => [name, String(count)]),
          ]),
        );
      } finally {
        await source.close();
      }
    });
}

function defaultName(now: Date): string {
  return `beatwatch-backup-${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z.jsonl.gz`;
}
