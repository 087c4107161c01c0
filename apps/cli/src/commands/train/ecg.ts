import { join } from 'node:path';
import { trainEcg, trainEcgDefaults, type TrainEcgProgress, type TrainEcgReport } from '@beatwatch/studies';
import { Option, type Command } from 'commander';
import { readConfig } from '../../config.ts';
import { integerArgument } from '../../terminal/arguments.ts';
import { createOutput, table } from '../../terminal/output.ts';
import type { Done } from '../../terminal/progress-bar.ts';
import { addAutoencoderOptions, type AutoencoderFlags } from './autoencoder-options.ts';

interface TrainEcgFlags extends AutoencoderFlags {
  readonly data: string;
  readonly out?: string;
  readonly folds: number;
  readonly augment: boolean;
  readonly engine: 'onnx' | 'tensorflow';
  readonly threads: number;
  readonly resume?: string;
  readonly json?: boolean;
}

/** `beatwatch train ecg`. */
export function addTrainEcg(train: Command): void {
  const defaults = trainEcgDefaults;
  const command = train
    .command('ecg')
    .description(
      'train the LSTM autoencoder on the normal beats of ECG5000 and find its threshold from normal beats alone',
    )
    .option('--data <file>', 'the official train split', '../shared/data/ecg5000/ECG5000_TRAIN.arff')
    .option('--out <folder>', 'where the model goes (default: models/ecg in the data folder)');
  addAutoencoderOptions(command, defaults)
    .option(
      '--folds <n>',
      'runs that hold out beats to find the threshold',
      integerArgument(2, 50),
      defaults.folds,
    )
    .option('--no-augment', 'train on the beats as they are, not shifted and noisy')
    .addOption(
      new Option('--engine <name>', 'what trains').choices(['onnx', 'tensorflow']).default(defaults.engine),
    )
    .option('--threads <n>', 'threads of the engine onnx', integerArgument(1, 256), defaults.threads)
    .option('--resume <folder>', 'keep the state of each epoch there and continue from it')
    .option('--json', 'print the result as JSON')
    .action(async ({ data, out, resume, json, ...settings }: TrainEcgFlags) => {
      const output = createOutput(json ?? false);
      const report = await trainEcg({
        ...settings,
        dataFile: data,
        outputDirectory: out ?? join(readConfig().dataDir, 'models', 'ecg'),
        ...(resume === undefined ? {} : { checkpointDirectory: resume }),
        nowMs: () => performance.now(),
        onProgress: (progress) => {
          output.progress(describeProgress(progress), runDone(progress));
        },
      });
      output.result(report, describe(report));
    });
}

/** Progress of one run. */
export function runDone({ epoch, epochs, remainingMs }: TrainEcgProgress): Done {
  const share = epoch / epochs;
  return remainingMs === undefined ? { share } : { share, remainingMs };
}

export function describeProgress({ phase, run, runs, epoch, epochs, trainLoss }: TrainEcgProgress): string {
  const what = phase === 'fold' ? 'holding out beats for the threshold' : 'on all normal beats';
  return `run ${run} of ${runs} (${what}): epoch ${epoch} of ${epochs}, loss ${trainLoss.toFixed(2)}`;
}

function describe({ outputDirectory, manifest, normalBeats, otherBeats, folds }: TrainEcgReport): string {
  const threshold = manifest.threshold;
  return [
    table([
      ['model', manifest.version],
      ['written to', outputDirectory],
      ['trained on', `${normalBeats} normal beats (${otherBeats} others left out)`],
      [
        'reconstruction loss of held-out beats',
        folds.map(({ heldOutLoss }) => heldOutLoss.toFixed(2)).join(', '),
      ],
      ['threshold', threshold === undefined ? 'none' : `${threshold.value.toFixed(2)}: ${threshold.rule}`],
    ]),
    `To score with it: SCORER_MODEL_DIRS=${outputDirectory} npx beatwatch start --model ecg5000`,
  ].join('\n');
}
