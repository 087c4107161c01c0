import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import {
  denoiserDefaults,
  runTrainDenoiser,
  type RunTrainDenoiserProgress,
  type RunTrainDenoiserReport,
} from '@beatwatch/studies';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { readConfig } from '../../config.ts';
import { integerArgument, numberArgument, widthsArgument } from '../../terminal/arguments.ts';
import { createOutput, table } from '../../terminal/output.ts';
import type { Done } from '../../terminal/progress-bar.ts';

interface TrainDenoiserFlags {
  readonly data: string;
  readonly kind: 'ct' | 'grey';
  readonly out?: string;
  readonly widths?: readonly number[];
  readonly teacher?: string;
  readonly steps?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  readonly dose?: number;
  readonly draws?: number;
  readonly seed?: number;
  readonly workers: number;
  readonly resume?: string;
  readonly json?: boolean;
}

/** `beatwatch train denoiser`. */
export function addTrainDenoiser(train: Command): void {
  const { ct, grey } = denoiserDefaults;
  train
    .command('denoiser')
    .description(
      'train the network that denoises CT slices on simulated low doses, or the one for grey images',
    )
    .option('--data <folder>', 'DICOM files of full-dose CT slices', '../shared/data/ct')
    .addOption(
      new Option('--kind <kind>', 'ct: low dose; grey: white noise, starting from the network for ct')
        .choices(['ct', 'grey'])
        .default('ct'),
    )
    .option('--out <folder>', 'where the network goes (default: models/denoiser-KIND in the data folder)')
    .option(
      '--widths <n,n,n>',
      `channels of the three scales (default: ${ct.widths.join(',')})`,
      widthsArgument(ct.widths.length),
    )
    .option('--teacher <folder>', 'a larger network, from whose images this one learns beside the full dose')
    .option(
      '--steps <n>',
      `updates (default: ${ct.steps}; grey ${grey.steps})`,
      integerArgument(1, 10_000_000),
    )
    .option('--batch-size <n>', `patches in a step (default: ${ct.batchSize})`, integerArgument(1, 256))
    .option(
      '--learning-rate <x>',
      `highest learning rate of Adam (default: ${ct.learningRate}; grey ${grey.learningRate})`,
      numberArgument(1e-7, 1),
    )
    .option('--dose <photons>', `photons a ray (default: ${ct.incidentPhotons})`, numberArgument(100, 1e9))
    .option('--draws <n>', `draws of each slice's noise (default: ${ct.drawCount})`, integerArgument(1, 64))
    .option(
      '--seed <n>',
      `decides noise, first weights and batches (default: ${ct.seed})`,
      integerArgument(0, 2 ** 31),
    )
    .option(
      '--workers <n>',
      'threads that simulate',
      integerArgument(1, 256),
      Math.min(4, availableParallelism()),
    )
    .option('--resume <folder>', 'keep the state there every 500 steps and continue from it')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
Needs TensorFlow: npm run setup:tensorflow. Patients of the validation list only measure, those of the test list are
not read; the lists are in packages/studies/src/ct/patients.json. beatwatch denoise and the service use the networks in
packages/denoiser/models; --out packages/denoiser/models/ct replaces one. The one there took two runs: a network of the default widths into a
folder, then --widths 32,64,128 --steps 7000 with that folder as the --teacher.`,
    )
    .action(async (flags: TrainDenoiserFlags) => {
      const { data, kind, out, teacher, resume, workers, json = false, dose, draws, ...settings } = flags;
      if (kind === 'grey' && (teacher !== undefined || settings.widths !== undefined))
        throw new InvalidArgumentError(
          'Expected neither --widths nor --teacher with --kind grey, which goes on from the network for ct.',
        );
      const output = createOutput(json);
      // Before the library is loaded: it would greet on standard error.
      process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
      const report = await runTrainDenoiser({
        settings: {
          ...settings,
          ...(dose !== undefined && { incidentPhotons: dose }),
          ...(draws !== undefined && kind === 'ct' && { drawCount: draws }),
        },
        workers,
        name: kind,
        dataFolder: data,
        outputDirectory: out ?? join(readConfig().dataDir, 'models', `denoiser-${kind}`),
        ...(teacher !== undefined && { teacherDirectory: teacher }),
        ...(resume !== undefined && { checkpointDirectory: resume }),
        nowMs: () => performance.now(),
        onProgress: (progress) => {
          output.progress(describeProgress(progress), doneOf(progress));
        },
      });
      output.result(report, describe(report));
    });
}

function describeProgress(progress: RunTrainDenoiserProgress): string {
  if (progress.phase !== 'training')
    return `${progress.phase === 'reading' ? 'reading file' : 'simulating slice'} ${progress.done} of ${progress.count}`;
  const { step, steps, loss, validation } = progress;
  const figures = validation === undefined ? '' : `, validation ${validation.psnrDb.toFixed(2)} dB`;
  return `step ${step} of ${steps}, loss ${loss.toFixed(3)}${figures}`;
}

function doneOf(progress: RunTrainDenoiserProgress): Done {
  if (progress.phase !== 'training') return { share: progress.done / progress.count };
  return { share: progress.step / progress.steps, remainingMs: progress.remainingMs };
}

function describe({
  version,
  outputDirectory,
  training,
  validation,
  leftOut,
}: RunTrainDenoiserReport): string {
  return table([
    ['network', version],
    ['written to', outputDirectory],
    ['trained on', `${training.sliceCount} slices of ${training.patients.length} patients`],
    ['took', `${training.minutes.toFixed(1)} min`],
    ...(validation === undefined
      ? []
      : [
          [
            'validation patients',
            `${validation.psnrDb.toFixed(2)} dB in soft tissue, ${validation.noisyPsnrDb.toFixed(2)} dB before`,
          ],
        ]),
    ...leftOut.map(({ file, reason }) => ['left out', `${file}: ${reason}`]),
  ]);
}
