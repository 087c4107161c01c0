import { join } from 'node:path';
import {
  trainFibrillation,
  trainFibrillationDefaults,
  type TrainFibrillationProgress,
  type TrainFibrillationReport,
  type TrainFibrillationSettings,
} from '@beatwatch/studies';
import type { Command } from 'commander';
import { readConfig } from '../../config.ts';
import { integerArgument } from '../../terminal/arguments.ts';
import { createOutput, table } from '../../terminal/output.ts';
import type { Done } from '../../terminal/progress-bar.ts';

interface TrainFibrillationFlags extends TrainFibrillationSettings {
  readonly data: string;
  readonly out?: string;
  readonly foldsOut?: string;
  readonly json?: boolean;
}

/** `beatwatch train fibrillation`. */
export function addTrainFibrillation(train: Command): void {
  const defaults = trainFibrillationDefaults;
  train
    .command('fibrillation')
    .description('fit the fibrillation index, and judge its alarm on unseen patients')
    .option('--data <folder>', 'folder with cudb, mitdb, nstdb, cinc2017 and cinc2015', '../shared/data')
    .option(
      '--out <folder>',
      'folder of the model file that is written (default: models/fibrillation in the data folder)',
    )
    .option('--folds-out <folder>', 'folder for the models of the folds (default: they are not written)')
    .option(
      '--folds <n>',
      'parts of the patients, each held out once',
      integerArgument(2, 50),
      defaults.folds,
    )
    .option('--seed <n>', 'decides the folds', integerArgument(0, 2 ** 31), defaults.seed)
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nIngest judges with it where INGEST_FIBRILLATION_MODEL_DIR names the folder. The one that comes with Beatwatch: --out packages/signal-models/models/fibrillation\n--folds-out packages/signal-models/models/folds.',
    )
    .action(async ({ data, out, foldsOut, json = false, ...settings }: TrainFibrillationFlags) => {
      const output = createOutput(json);
      const report = await trainFibrillation({
        ...settings,
        dataFolder: data,
        outputFolder: out ?? join(readConfig().dataDir, 'models', 'fibrillation'),
        foldsFolder: foldsOut,
        onProgress: (progress) => {
          output.progress(describeProgress(progress), doneOf(progress));
        },
      });
      output.result(report, describe(report));
    });
}

const describeProgress = (progress: TrainFibrillationProgress): string =>
  progress.phase === 'reading'
    ? `reading record ${progress.record}`
    : `fitting, run ${progress.run} of ${progress.runs}`;

const doneOf = (progress: TrainFibrillationProgress): Done =>
  progress.phase === 'reading'
    ? { share: (progress.number - 1) / progress.records }
    : { share: (progress.run - 1) / progress.runs };

function describe({ crossValidated, shift, outputFolder, version }: TrainFibrillationReport): string {
  return [
    table([
      ['patients unseen', 'onsets', 'alarmed in 10 s', 'false alarms', 'hours'],
      ...Object.entries(crossValidated).map(([group, counts]) => [
        group,
        String(counts.onsets),
        String(counts.alarmedWithin10s),
        String(counts.falseAlarms),
        counts.hours.toFixed(2),
      ]),
    ]),
    `Offset ${shift.toFixed(1)} from the fitted one. ${version} is in ${outputFolder}`,
  ].join('\n');
}
