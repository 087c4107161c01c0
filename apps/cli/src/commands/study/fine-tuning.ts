import { fineTuneDefaults, studyFineTuning, type FineTuningStudy } from '@beatwatch/retraining';
import { Option, type Command } from 'commander';
import { integerArgument, numberArgument } from '../../terminal/arguments.ts';
import { figureRows } from '../../terminal/figure-rows.ts';
import { createOutput, table } from '../../terminal/output.ts';

interface FineTuningFlags {
  readonly data: string;
  readonly dataSet: 'mitdb' | 'svdb';
  readonly records: number;
  readonly epochs: number;
  readonly learningRate: number;
  readonly beatsPerPatient: number;
  readonly seed: number;
  readonly json?: boolean;
}

/** Folds of the shipped wearable model. */
const folds = 3;

/** `beatwatch study fine-tuning`. */
export function addFineTuningStudy(study: Command): void {
  const defaults = fineTuneDefaults;
  study
    .command('fine-tuning')
    .description('train the wearable model further on the first half of each recording, and judge the second')
    .option('--data <folder>', 'folder of the data sets', '../shared/data')
    .addOption(new Option('--data-set <name>', 'whose records').choices(['mitdb', 'svdb']).default('mitdb'))
    .option('--records <n>', 'records at most', integerArgument(1, 1000), 1000)
    .option('--epochs <n>', 'passes over the beats', integerArgument(1, 1000), defaults.epochs)
    .option('--learning-rate <x>', 'highest of Adam', numberArgument(1e-6, 0.1), defaults.learningRate)
    .option(
      '--beats-per-patient <n>',
      'of one patient at most',
      integerArgument(1, 100_000),
      defaults.beatsPerPatient,
    )
    .option('--seed <n>', 'decides the order of the beats', integerArgument(0, 2 ** 31), defaults.seed)
    .option('--json', 'print the figures as JSON')
    .action(async ({ data, json, ...flags }: FineTuningFlags) => {
      const output = createOutput(json ?? false);
      const result = await studyFineTuning({
        ...defaults,
        ...flags,
        dataFolder: data,
        folds,
        nowMs: () => performance.now(),
        onProgress: ({ record, share }) => {
          output.progress(record, { share });
        },
      });
      output.result(result, format(result));
    });
}

function format({ figures, patients, trainBeats, trainingSeconds }: FineTuningStudy): string {
  return [
    table([['', 'as it was', 'fine-tuned', 'difference', '95 % interval'], ...figureRows(figures)]),
    `${patients} patients, ${trainBeats} beats trained on in ${trainingSeconds.toFixed(1)} s`,
  ].join('\n');
}
