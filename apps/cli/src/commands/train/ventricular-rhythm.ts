import { join } from 'node:path';
import {
  trainVentricularDefaults,
  trainVentricularRhythm,
  type TrainVentricularProgress,
  type TrainVentricularReport,
  type TrainVentricularSettings,
} from '@beatwatch/studies';
import type { Command } from 'commander';
import { readConfig } from '../../config.ts';
import { integerArgument, numberArgument } from '../../terminal/arguments.ts';
import { createOutput, table } from '../../terminal/output.ts';
import type { Done } from '../../terminal/progress-bar.ts';

interface TrainVentricularFlags extends TrainVentricularSettings {
  readonly data: string;
  readonly out?: string;
  readonly foldsOut?: string;
  readonly json?: boolean;
}

/** `beatwatch train ventricular-rhythm`. */
export function addTrainVentricularRhythm(train: Command): void {
  const defaults = trainVentricularDefaults;
  train
    .command('ventricular-rhythm')
    .description(
      'fit the trees that tell ventricular tachycardia, flutter and fibrillation, and judge them on unseen patients and data sets',
    )
    .option(
      '--data <folder>',
      'folder with cinc2015, vfdb, cudb, mitdb, svdb, qtdb, cinc2017 and nstdb',
      '../shared/data',
    )
    .option(
      '--out <folder>',
      'folder of the model file that is written (default: models/ventricular-rhythm in the data folder)',
    )
    .option('--folds-out <folder>', 'folder for the models of the folds (default: they are not written)')
    .option('--rounds <n>', 'trees', integerArgument(1, 10_000), defaults.rounds)
    .option(
      '--learning-rate <x>',
      'share of a leaf that counts',
      numberArgument(1e-6, 1),
      defaults.learningRate,
    )
    .option('--depth <n>', 'splits from root to leaf', integerArgument(1, 8), defaults.depth)
    .option(
      '--folds <n>',
      'parts of the patients, each held out once',
      integerArgument(2, 50),
      defaults.folds,
    )
    .option('--seed <n>', 'decides folds and trees', integerArgument(0, 2 ** 31), defaults.seed)
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nThose that come with Beatwatch: --out packages/signal-models/models/ventricular-rhythm --folds-out packages/signal-models/models/folds.',
    )
    .action(async ({ data, out, foldsOut, json = false, ...settings }: TrainVentricularFlags) => {
      const output = createOutput(json);
      const report = await trainVentricularRhythm({
        ...settings,
        dataFolder: data,
        outputFolder: out ?? join(readConfig().dataDir, 'models', 'ventricular-rhythm'),
        foldsFolder: foldsOut,
        onProgress: (progress) => {
          output.progress(describeProgress(progress), doneOf(progress));
        },
      });
      output.result(report, describe(report));
    });
}

const describeProgress = (progress: TrainVentricularProgress): string =>
  progress.phase === 'reading'
    ? `reading record ${progress.record}`
    : `fitting, run ${progress.run} of ${progress.runs}`;

const doneOf = (progress: TrainVentricularProgress): Done =>
  progress.phase === 'reading'
    ? { share: (progress.number - 1) / progress.records }
    : { share: (progress.run - 1) / progress.runs };

function describe({ crossValidated, acrossDataSets, ...report }: TrainVentricularReport): string {
  const judged = [
    { by: 'patients unseen, all leads', figures: crossValidated.all },
    { by: 'patients unseen, first lead', figures: crossValidated.first },
    { by: 'data set unseen, all leads', figures: acrossDataSets.all },
    { by: 'data set unseen, first lead', figures: acrossDataSets.first },
  ];
  return [
    table([
      ['', 'found', 'of', 'false alarms refused', 'of', 'false claims an hour'],
      ...judged.flatMap(({ by, figures }) =>
        Object.entries(figures).map(([name, one]) => [
          `${name}, ${by}`,
          String(one.found),
          String(one.episodes),
          one.refused === undefined ? '' : String(one.refused),
          one.falseAlarms === undefined ? '' : String(one.falseAlarms),
          one.falseClaimsPerHour === undefined ? '' : one.falseClaimsPerHour.toFixed(2),
        ]),
      ),
    ]),
    `Shift ${report.shift.toFixed(2)}. ${report.version} is in ${report.outputFolder}`,
  ].join('\n\n');
}
