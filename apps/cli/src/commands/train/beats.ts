import { join } from 'node:path';
import {
  trainBeats,
  trainBeatsDefaults,
  type TrainBeatsProgress,
  type TrainBeatsReport,
  type TrainBeatsSettings,
} from '@beatwatch/studies';
import type { Command } from 'commander';
import { readConfig } from '../../config.ts';
import { integerArgument } from '../../terminal/arguments.ts';
import { createOutput, table } from '../../terminal/output.ts';
import type { Done } from '../../terminal/progress-bar.ts';

interface TrainBeatsFlags extends Pick<TrainBeatsSettings, 'rounds' | 'depth' | 'seed'> {
  readonly data: string;
  readonly models?: string;
  readonly compare?: boolean;
  readonly json?: boolean;
}

/** `beatwatch train beats`. */
export function addTrainBeats(train: Command): void {
  const defaults = trainBeatsDefaults;
  train
    .command('beats')
    .description(
      'fit the trees that tell classes of beats, and without each part of the records that is held out',
    )
    .option('--data <folder>', 'folder with mitdb, svdb, qtdb, cpsc2021 and nstdb', '../shared/data')
    .option(
      '--models <folder>',
      'where "train wearable" put the autoencoders; the trees go beside them (default: models in the data folder)',
    )
    .option('--rounds <n>', 'trees of each class', integerArgument(1, 1000), defaults.rounds)
    .option('--depth <n>', 'splits from root to leaf', integerArgument(1, 8), defaults.depth)
    .option(
      '--seed <n>',
      'decides rows and features of each tree',
      integerArgument(0, 2 ** 31),
      defaults.seed,
    )
    .option('--compare', "also fit without the autoencoder's features, and show what that gives")
    .option('--json', 'print the result as JSON')
    .action(async ({ data, models, compare = false, json = false, ...settings }: TrainBeatsFlags) => {
      const output = createOutput(json);
      const report = await trainBeats({
        ...defaults,
        ...settings,
        compare,
        dataFolder: data,
        modelDirectory: models ?? join(readConfig().dataDir, 'models'),
        onProgress: (progress) => {
          output.progress(describeProgress(progress), doneOf(progress));
        },
      });
      output.result(report, describe(report));
    });
}

const describeProgress = (progress: TrainBeatsProgress): string =>
  progress.phase === 'reading'
    ? `reading record ${progress.record} of ${progress.records}`
    : `fitting, run ${progress.run} of ${progress.runs}`;

const doneOf = (progress: TrainBeatsProgress): Done =>
  progress.phase === 'reading'
    ? { share: (progress.record - 1) / progress.records }
    : { share: (progress.run - 1) / progress.runs };

function describe({ version, beats, modelDirectory, ...figures }: TrainBeatsReport): string {
  const rows = (of: TrainBeatsReport['byPatients'], how: string): string[][] =>
    Object.entries(of).flatMap(([group, classes]) =>
      Object.entries(classes).map(([name, { auroc, aurocMedian, f1, sensitivity, predictivity }]) => [
        how,
        group,
        name,
        ...[auroc, aurocMedian].map((value) => value.toFixed(4)),
        ...[f1, sensitivity, predictivity].map((value) => value.toFixed(3)),
      ]),
    );
  return [
    table([
      ['judged without', 'records', 'class', 'AUROC', 'median', 'F1', 'sensitivity', 'predictivity'],
      ...rows(figures.byPatients, 'the patient'),
      ...rows(figures.byDataSets, 'the data set'),
      ...rows(figures.withoutAutoencoder, 'data set, autoencoder'),
    ]),
    `Model ${version}, ${beats} beats: ${join(modelDirectory, 'beats')}`,
  ].join('\n');
}
