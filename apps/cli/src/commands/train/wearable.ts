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
  readonly records: string;
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
      'train the wearable model on the normal beats of annotated recordings, and one for each fold of their patients',
    )
    .option(
      '--records <folder>',
      'WFDB records with annotated beats, one patient each',
      '../shared/data/mitdb',
    )
    .option(
      '--out <folder>',
      'where the model goes, with the folds beside it (default: models/wearable in the data folder)',
    );
  addAutoencoderOptions(command, defaults)
    .option(
      '--beats-per-patient <n>',
      'normal beats of each patient, spread evenly over the recording',
      integerArgument(10, 100_000),
      defaults.beatsPerPatient,
    )
    .option(
      '--folds <n>',
      'parts of the patients, each held out once',
      integerArgument(2, 50),
      defaults.folds,
    )
    .addOption(
      new Option('--engine <name>', 'engine for training (default: onnx)').choices(['onnx', 'tensorflow']),
    )
    .option('--resume <folder>', 'keep the state of each epoch there and continue from it')
    .option('--json', 'print the result as JSON')
    .action(async ({ records, out, resume, json = false, ...settings }: TrainWearableFlags) => {
      const output = createOutput(json);
      const report = await trainWearable({
        ...settings,
        folder: records,
        outputDirectory: out ?? join(readConfig().dataDir, 'models', 'wearable'),
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
  switch (progress.phase) {
    case 'reading':
      return `reading record ${progress.record} of ${progress.records}`;
    case 'training':
      return `run ${progress.run} of ${progress.runs}: epoch ${progress.epoch} of ${progress.epochs}, loss ${progress.trainLoss.toFixed(2)}`;
    case 'measuring':
      return `run ${progress.run} of ${progress.runs}: measuring the held-out patients`;
  }
}

function doneOf(progress: TrainWearableProgress): Done | undefined {
  if (progress.phase !== 'training') return undefined;
  const { epoch, epochs, remainingMs } = progress;
  return { share: epoch / epochs, ...(remainingMs !== undefined && { remainingMs }) };
}

function describe(report: TrainWearableReport): string {
  const figure = (value: number | undefined): string => (value === undefined ? '-' : value.toFixed(4));
  const row = (name: string, figures: TrainWearableReport['crossValidated']): string[] => [
    name,
    ...[figures.aurocV, figures.aurocVMedian, figures.aurocS, figures.aurocSMedian].map(figure),
  ];
  return [
    table([
      ['area under ROC, patients unseen', 'V pooled', 'V median', 'S pooled', 'S median'],
      row('wearable model', report.crossValidated),
      row('without the autoencoder', report.compared.withoutAutoencoder),
      row('a template in its place', report.compared.templateForAutoencoder),
      row('the autoencoder alone', report.compared.autoencoderAlone),
    ]),
    `Model ${report.version}, ${report.normalBeats} normal beats of ${report.records} records: ${report.outputDirectory}`,
    `To use it: SCORER_MODEL_DIRS=${report.outputDirectory} npm start`,
  ].join('\n');
}
