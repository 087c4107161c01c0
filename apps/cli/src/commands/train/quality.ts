import { join } from 'node:path';
import {
  percent,
  trainQuality,
  trainQualityDefaults,
  type NetworkSettings,
  type TrainQualityProgress,
  type TrainQualityReport,
} from '@beatwatch/studies';
import type { Command } from 'commander';
import { readConfig } from '../../config.ts';
import { integerArgument, numberArgument } from '../../terminal/arguments.ts';
import { createOutput, table } from '../../terminal/output.ts';
import type { Done } from '../../terminal/progress-bar.ts';

interface TrainQualityFlags extends NetworkSettings {
  readonly data: string;
  readonly out?: string;
  readonly foldsOut?: string;
  readonly json?: boolean;
}

/** `beatwatch train quality`. */
export function addTrainQuality(train: Command): void {
  const defaults = trainQualityDefaults;
  train
    .command('quality')
    .description('train the signal quality index, and judge it on unseen records and noise')
    .option('--data <folder>', 'folder with mitdb, nstdb, cudb and cinc2017', '../shared/data')
    .option(
      '--out <folder>',
      'folder of the model file that is written (default: models/quality in the data folder)',
    )
    .option('--folds-out <folder>', 'folder for the models of the folds (default: they are not written)')
    .option(
      '--hidden-units <n>',
      'hidden units of the network',
      integerArgument(1, 256),
      defaults.hiddenUnits,
    )
    .option('--epochs <n>', 'epochs of every run', integerArgument(1, 10_000), defaults.epochs)
    .option('--batch-size <n>', 'seconds in a step', integerArgument(1, 10_000), defaults.batchSize)
    .option(
      '--learning-rate <x>',
      'highest learning rate of Adam',
      numberArgument(1e-6, 1),
      defaults.learningRate,
    )
    .option('--seed <n>', 'decides first weights and batches', integerArgument(0, 2 ** 31), defaults.seed)
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nIngest uses it if INGEST_QUALITY_MODEL_DIR names the folder. --out packages/signal-models/models/quality\n--folds-out packages/signal-models/models/folds replaces the one that comes with Beatwatch.',
    )
    .action(async ({ data, out, foldsOut, json = false, ...settings }: TrainQualityFlags) => {
      const output = createOutput(json);
      const report = await trainQuality({
        ...settings,
        dataFolder: data,
        outputFolder: out ?? join(readConfig().dataDir, 'models', 'quality'),
        foldsFolder: foldsOut,
        onProgress: (progress) => {
          output.progress(describeProgress(progress), doneOf(progress));
        },
      });
      output.result(report, describe(report));
    });
}

function describeProgress(progress: TrainQualityProgress): string {
  switch (progress.phase) {
    case 'reading':
      return `reading ${progress.record}, ${progress.group}`;
    case 'training':
      return `run ${progress.run} of ${progress.runs}: epoch ${progress.epoch} of ${progress.epochs}, loss ${progress.loss.toFixed(4)}`;
    case 'judging':
      return `judging ${progress.record}, ${progress.group}, unseen`;
  }
}

const doneOf = (progress: TrainQualityProgress): Done | undefined =>
  progress.phase === 'training' ? { share: progress.epoch / progress.epochs } : undefined;

function describe({ crossValidated, examples, outputFolder, version }: TrainQualityReport): string {
  return [
    table([
      ['unseen', 'seconds', 'too poor', 'of the usable', 'of the noisy', 'noise named'],
      ...Object.entries(crossValidated).map(([group, figures]) => [
        group,
        String(figures.seconds),
        percent(figures.poorShare),
        percent(figures.usablePoorShare),
        percent(figures.noisyPoorShare),
        percent(figures.namedShare),
      ]),
    ]),
    `Trained on ${examples} seconds. ${version} is in ${outputFolder}`,
  ].join('\n');
}
