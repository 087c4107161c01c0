import type { EngineName, EpochProgress } from '@beatwatch/model-core';
import {
  autoencoderStudyDefaults,
  denoisingDefaults,
  quickAutoencoderStudyDefaults,
  quickDenoisingDefaults,
  studyMnistAutoencoder,
  studyMnistDenoising,
  type AutoencoderStudy,
  type AutoencoderStudyProgress,
  type AutoencoderStudySettings,
  type DenoisingProgress,
  type DenoisingSettings,
  type DenoisingStudy,
  type DigitTrainingSettings,
} from '@beatwatch/studies';
import { Option, type Command } from 'commander';
import { integerArgument, numberArgument } from '../../terminal/arguments.ts';
import { table } from '../../terminal/output.ts';
import type { Done } from '../../terminal/progress-bar.ts';
import { runStudy, type StudyFlags } from './run-study.ts';

interface DigitFlags extends StudyFlags {
  readonly engine?: EngineName;
}

/** `beatwatch study mnist-*`. */
export function addMnistStudies(study: Command): void {
  addAutoencoders(study);
  addDenoising(study);
}

function addAutoencoders(study: Command): void {
  const name = 'mnist-autoencoder';
  studyCommand(study, name, { full: autoencoderStudyDefaults, quick: quickAutoencoderStudyDefaults })
    .description('train every autoencoder of the family on digits and compare them')
    .action(async (flags: DigitFlags & Partial<AutoencoderStudySettings>) => {
      await runStudy(name, flags, async (context, output) => {
        const result = await studyMnistAutoencoder({
          ...(flags.quick ? quickAutoencoderStudyDefaults : autoencoderStudyDefaults),
          ...flags,
          ...context,
          onProgress: (progress) => {
            output.progress(describeVariant(progress), { share: progress.share, ...remaining(progress) });
          },
        });
        return { ...result, text: variantTable(result) };
      });
    });
}

function addDenoising(study: Command): void {
  const name = 'mnist-denoising';
  const { gaussianMean, gaussianSigma, speckleSigma } = denoisingDefaults;
  studyCommand(study, name, { full: denoisingDefaults, quick: quickDenoisingDefaults })
    .description(
      'denoise digits with the denoising autoencoder, and compare with median filter and non-local means',
    )
    .option(
      '--gaussian-mean <x>',
      `mean of the Gaussian noise, on the scale 0 to 255 (default: ${gaussianMean})`,
      numberArgument(-255, 255),
    )
    .option(
      '--gaussian-sigma <x>',
      `its standard deviation, on the same scale (default: ${gaussianSigma})`,
      numberArgument(0, 255),
    )
    .option(
      '--speckle-sigma <x>',
      `standard deviation of the speckle's factor (default: ${speckleSigma})`,
      numberArgument(0, 10),
    )
    .action(async (flags: DigitFlags & Partial<DenoisingSettings>) => {
      await runStudy(name, flags, async (context, output) => {
        const study = await studyMnistDenoising({
          ...(flags.quick ? quickDenoisingDefaults : denoisingDefaults),
          ...flags,
          ...context,
          onProgress: (progress) => {
            output.progress(describeDenoising(progress), denoisingDone(progress));
          },
        });
        return { ...study, text: denoisingTable(study) };
      });
    });
}

/** The options that both studies have. */
function studyCommand(
  study: Command,
  name: string,
  {
    full,
    quick,
  }: Readonly<Record<'full' | 'quick', DigitTrainingSettings & { readonly trainImages: number }>>,
): Command {
  const orQuick = (setting: 'epochs' | 'trainImages'): string =>
    full[setting] === quick[setting]
      ? `(default: ${full[setting]})`
      : `(default: ${full[setting]}, ${quick[setting]} with --quick)`;
  return study
    .command(name)
    .option('--data <folder>', "folder of MNIST's four .gz files", '../shared/data/mnist')
    .option('--out <file>', `the report (default: reports/${name}.html in the data folder)`)
    .option('--quick', 'less training: under ten minutes on two cores')
    .option(
      '--seed <n>',
      `decides digits, noise, first weights and batches (default: ${full.seed})`,
      integerArgument(0, 2 ** 31),
    )
    .option('--epochs <n>', `most epochs of a training ${orQuick('epochs')}`, integerArgument(1, 10_000))
    .option('--train-images <n>', `digits to train on ${orQuick('trainImages')}`, integerArgument(1, 55_000))
    .option('--batch-size <n>', `digits in a step (default: ${full.batchSize})`, integerArgument(1, 4096))
    .option(
      '--learning-rate <x>',
      `highest learning rate of Adam (default: ${full.learningRate})`,
      numberArgument(1e-6, 1),
    )
    .addOption(
      new Option(
        '--engine <name>',
        'engine for training (default: tensorflow where it is installed, else wasm)',
      ).choices(['tensorflow', 'wasm']),
    )
    .option('--resume', 'continue an interrupted run of the same settings')
    .option('--json', 'print the figures as JSON');
}

const remaining = ({ remainingMs }: EpochProgress): Pick<Done, 'remainingMs'> =>
  remainingMs === undefined ? {} : { remainingMs };

const describeVariant = ({ variant, run, runs, ...epoch }: AutoencoderStudyProgress): string =>
  `${variant} (${run} of ${runs}): ${describeEpoch(epoch)}`;

const denoisingDone = (progress: DenoisingProgress): Done | undefined =>
  progress.phase === 'training'
    ? { share: progress.epoch / progress.epochs, ...remaining(progress) }
    : undefined;

function describeDenoising(progress: DenoisingProgress): string {
  switch (progress.phase) {
    case 'training':
      return describeEpoch(progress);
    case 'filters':
      return `choosing the filters' settings on ${progress.images} validation digits`;
    case 'judging':
      return `judging all methods on ${progress.images} test digits`;
  }
}

function describeEpoch({
  epoch,
  epochs,
  trainLoss,
  validationLoss = Number.NaN,
}: Omit<EpochProgress, 'isBest'>): string {
  return `epoch ${epoch} of ${epochs}, loss ${trainLoss.toFixed(5)}, ${validationLoss.toFixed(5)} on validation digits`;
}

function denoisingTable({ outcome: { methods, gainDb, gainOverToldFiltersDb } }: DenoisingStudy): string {
  return [
    table([
      ['method', 'PSNR dB', 'Gaussian', 'speckle', 'all pixels', 'SSIM'],
      ...Object.values(methods).map(({ name, quality: { all, gaussian, speckle } }) => [
        name,
        ...[all.psnrDb, gaussian.psnrDb, speckle.psnrDb, all.pooledPsnrDb].map((value) => value.toFixed(2)),
        all.ssim.toFixed(4),
      ]),
    ]),
    `Against the better filter: ${gainDb.toFixed(2)} dB; against the better one with the noise known: ${gainOverToldFiltersDb.toFixed(2)} dB`,
  ].join('\n');
}

function variantTable({ outcome: { variants } }: AutoencoderStudy): string {
  return table([
    [
      'variant',
      'best epoch',
      'train loss',
      'validation loss',
      'PSNR dB',
      'units on',
      'Jacobian norm',
      'penalty',
    ],
    ...variants.map((variant) => [
      variant.name,
      `${variant.bestEpoch} of ${variant.epochs}`,
      variant.trainLoss.toFixed(4),
      variant.validationLoss.toFixed(4),
      variant.psnrDb.toFixed(2),
      `${variant.unitsOn.toFixed(1)} of ${variant.units}`,
      variant.jacobianNorm.toPrecision(3),
      variant.penalty?.toPrecision(3) ?? '-',
    ]),
  ]);
}
