import { join } from 'node:path';
import {
  trainBeats,
  trainBeatsDefaults,
  type SeedFigures,
  type TrainBeatsProgress,
  type TrainBeatsReport,
  type TrainBeatsSettings,
} from '@beatwatch/studies';
import type { Command } from 'commander';
import { readConfig } from '../../config.ts';
import { integerArgument } from '../../terminal/arguments.ts';
import { createOutput, table } from '../../terminal/output.ts';
import type { Done } from '../../terminal/progress-bar.ts';

interface TrainBeatsFlags extends Pick<TrainBeatsSettings, 'rounds' | 'depth' | 'seed' | 'seeds'> {
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
    .option(
      '--seeds <n>',
      'trainings, each with the next seed; the models of the first are kept, and the figures are given with mean and spread',
      integerArgument(1, 20),
      defaults.seeds,
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

function describe({ version, beats, modelDirectory, seeds, spread }: TrainBeatsReport): string {
  const rows = ({ seed, byPatients, byDataSets, withoutAutoencoder }: SeedFigures): string[][] => [
    ...rowsOf(byPatients, 'the patient', String(seed), shownFigure),
    ...rowsOf(byDataSets, 'the data set', String(seed), shownFigure),
    ...rowsOf(withoutAutoencoder, 'data set, autoencoder', String(seed), shownFigure),
  ];
  return [
    table([
      ['judged without', 'seed', 'records', 'class', 'AUROC', 'median', 'F1', 'sensitivity', 'predictivity'],
      ...seeds.flatMap(rows),
      ...(spread === undefined
        ? []
        : [
            ...rowsOf(spread.byPatients, 'the patient', 'mean ± spread', shownSpread),
            ...rowsOf(spread.byDataSets, 'the data set', 'mean ± spread', shownSpread),
            ...rowsOf(spread.withoutAutoencoder, 'data set, autoencoder', 'mean ± spread', shownSpread),
          ]),
    ]),
    `Model ${version}, ${beats} beats: ${join(modelDirectory, 'beats')}`,
  ].join('\n');
}

const figureNames = ['auroc', 'aurocMedian', 'f1', 'sensitivity', 'predictivity'] as const;
type ByGroup<Value> = Readonly<
  Record<string, Readonly<Record<string, Record<(typeof figureNames)[number], Value>>>>
>;

const rowsOf = <Value>(
  figures: ByGroup<Value>,
  how: string,
  seed: string,
  shown: (value: Value) => string,
): string[][] =>
  Object.entries(figures).flatMap(([group, classes]) =>
    Object.entries(classes).map(([name, of]) => [
      how,
      seed,
      group,
      name,
      ...figureNames.map((figure) => shown(of[figure])),
    ]),
  );

const shownFigure = (value: number): string => value.toFixed(4);
const shownSpread = ([middle, spread]: readonly [number, number]): string =>
  `${middle.toFixed(4)} ± ${spread.toFixed(4)}`;
