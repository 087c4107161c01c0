import { examplesFingerprint, type EpochProgress } from '@beatwatch/model-core';
import { renderReport } from '@beatwatch/report';
import { readMnist, type DigitSet } from '../mnist.ts';
import { drawNoiseKind, studyNoise, withNoise } from '../noise.ts';
import { oneOfEach, splitDigits, type DigitSplit } from '../split.ts';
import {
  trainDigits,
  type DigitTrainingContext,
  type TrainDigitsOptions,
  type TrainedDigits,
} from '../train-digits.ts';
import { autoencoderReport } from './report.ts';
import { autoencoderStudyDefaults, type AutoencoderStudySettings } from './settings.ts';
import {
  latentPoints,
  variantOutcome,
  variantRun,
  type AutoencoderStudyOutcome,
  type VariantRun,
} from './variant-run.ts';
import { variants, type Variant } from './variants.ts';

export interface AutoencoderStudyProgress extends EpochProgress {
  readonly variant: string;
  /** From 1. */
  readonly run: number;
  readonly runs: number;
  /** Share of all trainings, 0 to 1, as if none ended early. */
  readonly share: number;
}

export interface StudyAutoencodersOptions extends Partial<AutoencoderStudySettings>, DigitTrainingContext {
  /** Folder of MNIST's four files. */
  readonly dataFolder: string;
  /** The command line that repeats the run, for the report. */
  readonly command: string;
  readonly onProgress?: (progress: AutoencoderStudyProgress) => void;
}

export interface AutoencoderStudy {
  readonly outcome: AutoencoderStudyOutcome;
  /** The report, one HTML file. */
  readonly html: string;
}

/**
 * Trains every dense autoencoder of the family on the same digits, and compares them.
 * @throws StudyError, ModelCoreError
 */
export async function studyMnistAutoencoder(options: StudyAutoencodersOptions): Promise<AutoencoderStudy> {
  const { dataFolder, command, nowMs, onProgress } = options;
  const settings: AutoencoderStudySettings = { ...autoencoderStudyDefaults, ...options };
  const startedMs = nowMs();
  const digits = splitDigits(await readMnist(dataFolder), settings, settings.seed);
  const shown = oneOfEach(digits.test);
  const runs: VariantRun[] = [];
  let firstShare: number | undefined;
  const onEpoch = (variant: Variant, progress: EpochProgress): void => {
    const run = runs.length + 1;
    const share = (runs.length + progress.epoch / settings.epochs) / variants.length;
    // The epochs of a resumed run took no time.
    firstShare ??= share - 1 / (settings.epochs * variants.length);
    const remainingMs = ((nowMs() - startedMs) * (1 - share)) / (share - firstShare);
    onProgress?.({ ...progress, variant: variant.name, run, runs: variants.length, share, remainingMs });
  };
  for (const variant of variants) {
    const trained = await trainVariant(variant, digits, shown, {
      ...options,
      ...settings,
      onEpoch: (progress) => {
        onEpoch(variant, progress);
      },
    });
    runs.push(await variantRun(variant, trained, { test: digits.test, shown, seed: settings.seed }));
  }
  const run = {
    settings,
    runs,
    shown,
    latentLabels: digits.test.labels.slice(0, latentPoints),
    fingerprint: examplesFingerprint(digits.train.images),
  };
  const outcome = {
    settings,
    engine: runs.find(({ trained }) => trained.engine !== '')?.trained.engine ?? '',
    variants: runs.map(variantOutcome),
  };
  const report = autoencoderReport({ ...run, outcome, command, durationMs: nowMs() - startedMs });
  return { outcome, html: renderReport(report) };
}

function trainVariant(
  variant: Variant,
  { train, validation }: DigitSplit,
  shown: DigitSet,
  options: AutoencoderStudySettings & DigitTrainingContext & Pick<TrainDigitsOptions, 'onEpoch'>,
): Promise<TrainedDigits> {
  return trainDigits({
    ...options,
    name: variant.id,
    autoencoder: variant.autoencoder,
    train: train.images,
    validation: validation.images,
    ...(variant.noisy && {
      prepareName: JSON.stringify(studyNoise),
      prepare: (target, random) => ({ input: withNoise(target, drawNoiseKind(random), random), target }),
    }),
    shown: shown.images,
  });
}
