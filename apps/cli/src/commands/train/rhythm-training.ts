import type { SeedFigure, Seeds } from '@beatwatch/studies';
import { Option, type Command } from 'commander';
import { integerArgument, numberArgument, seedsArgument } from '../../terminal/arguments.ts';
import { table } from '../../terminal/output.ts';
import type { Done } from '../../terminal/progress-bar.ts';

interface RhythmTrainingDefaults {
  readonly rounds: number;
  readonly learningRate: number;
  readonly depth: number;
  readonly folds: number;
  readonly seeds: Seeds;
}

type RhythmTrainingProgress =
  | { readonly phase: 'reading'; readonly record: string; readonly number: number; readonly records: number }
  | { readonly phase: 'fitting'; readonly run: number; readonly runs: number };

/** Options of every command that fits trees to windows of a rhythm. */
export const addTreeOptions = (command: Command, defaults: RhythmTrainingDefaults): Command =>
  command
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
    .addOption(
      new Option(
        '--seeds <list>',
        'each decides folds and trees of one training; the model of the first is written',
      )
        .argParser(seedsArgument)
        .default(defaults.seeds, defaults.seeds.join(',')),
    )
    .option('--json', 'print the result as JSON');

export const describeProgress = (progress: RhythmTrainingProgress): string =>
  progress.phase === 'reading'
    ? `reading record ${progress.record}`
    : `fitting, run ${progress.run} of ${progress.runs}`;

export const doneOf = (progress: RhythmTrainingProgress): Done =>
  progress.phase === 'reading'
    ? { share: (progress.number - 1) / progress.records }
    : { share: (progress.run - 1) / progress.runs };

/** Mean and range of each figure, and its values in the order of the seeds; nothing for a single seed. */
export const describeSeeds = (figures: Readonly<Record<string, SeedFigure>> | undefined): string[] =>
  figures === undefined
    ? []
    : [
        table([
          ['over the seeds', 'mean', 'least', 'most', 'each'],
          ...Object.entries(figures).map(([name, { mean, least, most, values }]) => [
            name,
            ...[mean, least, most].map(short),
            values.map(short).join(' '),
          ]),
        ]),
      ];

const short = (value: number): string => String(Number(value.toFixed(4)));
