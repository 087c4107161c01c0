import { join } from 'node:path';
import type { EngineName } from '@beatwatch/model-core';
import {
  trainWearable,
  trainWearableDefaults,
  type TrainWearableProgress,
  type TrainWearableReport,
  type TrainWearableSettings,
} from '@beatwatch/studies';
import { Option, type Command } from 'commander';
import { readConfig } from '../../config.ts';
import { integerArgument } from '../../terminal/arguments.ts';
import { createOutput, table } from '../../terminal/output.ts';
import type { Done } from '../../terminal/progress-bar.ts';
import { addAutoencoderOptions } from './autoencoder-options.ts';

interface TrainWearableFlags extends TrainWearableSettings {
  readonly data: string;
  readonly out?: string;
  readonly engine?: EngineName;
  readonly resume?: string;
  readonly json?: boolean;
}

/** `beatwatch train wearable`. */
export function addTrainWearable(train: Command): void {
  const defaults = trainWearableDefaults;
  const command = train
    .command('wearable')
    .description(
      "train the wearable model's autoencoder on the normal beats of all patients, and without each part that is held out",
    )
    .option('--data <folder>', 'folder with mitdb, svdb, qtdb, cpsc2021 and cinc2017-more', '../shared/data')
    .option('--out <folder>', 'where the models go (default: models in the data folder)');
  addAutoencoderOptions(command, defaults)
    .option(
      '--beats-per-record <n>',
      'normal beats of each annotated record, spread evenly over it',
      integerArgument(10, 100_000),
      defaults.beatsPerRecord,
    )
    .option(
      '--beats-per-short-record <n>',
      'normal beats of each short recording of normal rhythm',
      integerArgument(1, 100_000),
      defaults.beatsPerShortRecord,
    )
    .addOption(
      new Option('--engine <name>', 'engine for training (default: onnx)').choices(['onnx', 'tensorflow']),
    )
    .option('--resume <folder>', 'keep the state of each epoch there and continue from it')
    .option('--json', 'print the result as JSON')
    .action(async ({ data, out, resume, json = false, ...settings }: TrainWearableFlags) => {
      const output = createOutput(json);
      const report = await trainWearable({
        ...settings,
        dataFolder: data,
        outputDirectory: out ?? join(readConfig().dataDir, 'models'),
        ...(resume !== undefined && { checkpointDirectory: resume }),
        nowMs: () => performance.now(),
        onProgress: (progress) => {
          output.progress(describeProgress(progress), doneOf(progress));
        },
      });
      output.result(report, describe(report));
    });
}

function describeProgress(progress: TrainWearableProgress): string {
  if (progress.phase === 'reading') return `reading record ${progress.record} of ${progress.records}`;
  const { run, runs, epoch, epochs, trainLoss } = progress;
  return `run ${run} of ${runs}: epoch ${epoch} of ${epochs}, loss ${trainLoss.toFixed(2)}`;
}

function doneOf(progress: TrainWearableProgress): Done | undefined {
  if (progress.phase !== 'training') return undefined;
  const { epoch, epochs, remainingMs } = progress;
  return { share: epoch / epochs, ...(remainingMs !== undefined && { remainingMs }) };
}

const describe = ({
  heldOutLoss,
  version,
  normalBeats,
  records,
  outputDirectory,
}: TrainWearableReport): string =>
  [
    table([
      ['held out', 'median loss of its normal beats'],
      ...Object.entries(heldOutLoss).map(([name, loss]) => [name, loss.toFixed(2)]),
    ]),
    `Model ${version}, ${normalBeats} normal beats of ${records} records: ${join(outputDirectory, 'wearable')}`,
    'Next: beatwatch train beats, which tells classes by it.',
  ].join('\n');
