import {
  autoencoderShareDefaults,
  shareTables,
  studyAutoencoderShare,
  type AutoencoderShareProgress,
  type AutoencoderShareSettings,
} from '@beatwatch/studies';
import type { Command } from 'commander';
import { integerArgument } from '../../terminal/arguments.ts';
import { table } from '../../terminal/output.ts';
import { runStudy, type StudyFlags } from './run-study.ts';

type AutoencoderShareFlags = StudyFlags &
  Pick<AutoencoderShareSettings, 'denoiserEpochs' | 'beatsPerPatient' | 'resamples' | 'seed'> &
  Partial<Pick<AutoencoderShareSettings, 'recordsPerDataSet'>>;

/** `beatwatch study autoencoder-share`. */
export function addAutoencoderShareStudy(study: Command): void {
  const defaults = autoencoderShareDefaults;
  study
    .command('autoencoder-share')
    .description('look for what an autoencoder finds and a template and trees do not, on unseen data sets')
    .option(
      '--data <folder>',
      'folder with mitdb, svdb, qtdb, vfdb, cinc2017-more and nstdb',
      '../shared/data',
    )
    .option('--out <file>', 'the report (default: reports/autoencoder-share.html in the data folder)')
    .option(
      '--denoiser-epochs <n>',
      'epochs of each denoising autoencoder',
      integerArgument(1, 1000),
      defaults.denoiserEpochs,
    )
    .option(
      '--beats-per-patient <n>',
      'beats of each patient that the denoisers learn from',
      integerArgument(1, 10_000),
      defaults.beatsPerPatient,
    )
    .option('--resamples <n>', 'resampled sets of patients', integerArgument(1, 10_000), defaults.resamples)
    .option(
      '--records-per-data-set <n>',
      'records of each data set, spread evenly (default: all)',
      integerArgument(1, 100_000),
    )
    .option('--seed <n>', 'decides all that is random', integerArgument(0, 2 ** 31), defaults.seed)
    .option('--json', 'print the figures as JSON')
    .action(async (flags: AutoencoderShareFlags) => {
      await runStudy('autoencoder-share', flags, async (context, output) => {
        const done = await studyAutoencoderShare({
          ...defaults,
          ...flags,
          ...context,
          onProgress: (progress) => {
            const text = describeProgress(progress);
            if (progress.phase === 'judging') output.step(text);
            else output.progress(text);
          },
        });
        const text = shareTables(done.outcome)
          .map(({ caption, columns, rows }) => `${caption}\n${table([columns, ...rows])}`)
          .join('\n\n');
        return { ...done, text };
      });
    });
}

function describeProgress(progress: AutoencoderShareProgress): string {
  if (progress.phase === 'reading') return `reading ${progress.dataSet} ${progress.record}`;
  if (progress.phase === 'judging') return `judging ${progress.what}`;
  const { autoencoder, epoch, epochs, trainLoss } = progress;
  return `training the autoencoder ${autoencoder}: epoch ${epoch} of ${epochs}, loss ${trainLoss.toFixed(2)}`;
}
