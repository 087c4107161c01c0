import { exportFormats, exportSelection, readSelection, type ExportFormat } from '@beatwatch/retraining';
import { Option, type Command } from 'commander';
import { withDatabase } from '../../stack/with-database.ts';
import { createOutput, table } from '../../terminal/output.ts';
import { writeResultFile } from '../../terminal/result-file.ts';

interface ExportFlags {
  readonly format: ExportFormat;
  readonly out: string;
  readonly json?: boolean;
}

export function addExport(selections: Command): void {
  selections
    .command('export')
    .description('write one as a file for other programs; the same selection gives the same bytes')
    .argument('<fingerprint>', 'of the selection, or the beginning of it')
    .addOption(
      new Option(
        '--format <name>',
        'parquet: every beat with all that is known; arff: values and class, as ECG5000',
      )
        .choices(exportFormats)
        .default('parquet'),
    )
    .requiredOption('--out <file>', 'where it goes')
    .option('--json', 'print the result as JSON')
    .action(async (name: string, { format, out, json }: ExportFlags) => {
      const selection = await withDatabase(({ repositories }) => readSelection(repositories, name));
      const bytes = exportSelection(selection, format);
      const file = await writeResultFile(out, bytes);
      const { fingerprint, beats } = selection;
      createOutput(json ?? false).result(
        { fingerprint, format, file, beats: beats.length, bytes: bytes.byteLength },
        table([
          ['selection', fingerprint],
          ['beats', String(beats.length)],
          ['written to', `${file} (${(bytes.byteLength / 1e6).toFixed(1)} MB)`],
        ]),
      );
    });
}
