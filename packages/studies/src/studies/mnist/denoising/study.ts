import { examplesFingerprint, denoisingAutoencoder, type EpochProgress } from '@beatwatch/model-core';
import { renderReport } from '@beatwatch/report';
import { modelOutputs } from '../model-outputs.ts';
import { readMnist } from '../mnist.ts';
import { drawNoiseKind, withNoise, type NoiseLevels } from '../noise.ts';
import { splitDigits, type DigitSplit } from '../split.ts';
import { trainDigits, type DigitTrainingContext, type TrainedDigits } from '../train-digits.ts';
import { compareMethods } from './comparison.ts';
import { chooseFilters } from './filter-choice.ts';
import { firstOfEachKind, withAlternatingNoise, type NoisyDigit } from './noisy-digits.ts';
import type { NetworkDigit } from './pixel-skip.ts';
import { denoisingOutcome, type DenoisingOutcome } from './outcome.ts';
import { denoisingReport } from './report.ts';
import { denoisingDefaults, type DenoisingSettings } from './settings.ts';
import { choosePixelSkip, pixelAloneGrid, skipGrid } from './skip-choice.ts';

export type DenoisingProgress =
  | (EpochProgress & { readonly phase: 'training' })
  /** Trying filter settings; judging all methods on test digits. */
  | { readonly phase: 'filters' | 'judging'; readonly images: number };

export interface StudyDenoisingOptions extends Partial<DenoisingSettings>, DigitTrainingContext {
  /** Folder of MNIST's four files. */
  readonly dataFolder: string;
  /** The command line that repeats the run, for the report. */
  readonly command: string;
  readonly onProgress?: (progress: DenoisingProgress) => void;
}

export interface DenoisingStudy {
  readonly outcome: DenoisingOutcome;
  /** The report, one HTML file. */
  readonly html: string;
}

/** Number of pictures for each noise. */
const shownOfEachKind = 5;

/**
 * Trains the study's denoising autoencoder, chooses the best settings of two classical filters, and judges all on the
 * same test digits.
 * @throws StudyError, ModelCoreError
 */
export async function studyMnistDenoising(options: StudyDenoisingOptions): Promise<DenoisingStudy> {
  const { dataFolder, command, nowMs, onProgress } = options;
  const settings: DenoisingSettings = { ...denoisingDefaults, ...options };
  const startedMs = nowMs();
  const digits = splitDigits(await readMnist(dataFolder), settings, settings.seed);
  const test = withAlternatingNoise(digits.test, settings, settings.seed + 1);
  const shown = firstOfEachKind(test, shownOfEachKind);
  const trained = await trainDenoiser(digits, shown, settings, options);

  const validation = withAlternatingNoise(digits.validation, settings, settings.seed + 2);
  onProgress?.({ phase: 'filters', images: settings.filterImages });
  const filters = chooseFilters(validation.slice(0, settings.filterImages));
  onProgress?.({ phase: 'judging', images: test.length });
  const seen = await withNetwork(trained, validation);
  const comparison = compareMethods(await withNetwork(trained, test), filters, {
    skip: choosePixelSkip(seen, skipGrid),
    pixelAlone: choosePixelSkip(seen, pixelAloneGrid),
  });
  const fingerprint = examplesFingerprint(digits.train.images);
  const run = { settings, trained, filters, comparison, shown, fingerprint };
  const outcome = denoisingOutcome(run);
  const durationMs = nowMs() - startedMs;
  return { outcome, html: renderReport(denoisingReport({ ...run, outcome, command, durationMs })) };
}

function trainDenoiser(
  { train, validation }: DigitSplit,
  shown: readonly NoisyDigit[],
  settings: DenoisingSettings,
  { onProgress, ...context }: StudyDenoisingOptions,
): Promise<TrainedDigits> {
  const { gaussianMean, gaussianSigma, speckleSigma }: NoiseLevels = settings;
  return trainDigits({
    ...context,
    ...settings,
    name: 'denoising',
    autoencoder: denoisingAutoencoder(),
    train: train.images,
    validation: validation.images,
    prepareName: JSON.stringify({ gaussianMean, gaussianSigma, speckleSigma }),
    prepare: (target, random) => ({
      input: withNoise(target, drawNoiseKind(random), random, settings),
      target,
    }),
    shown: shown.map(({ noisy }) => noisy),
    onEpoch: (progress) => onProgress?.({ ...progress, phase: 'training' }),
  });
}

async function withNetwork({ model }: TrainedDigits, digits: readonly NoisyDigit[]): Promise<NetworkDigit[]> {
  const outputs = await modelOutputs(
    model,
    digits.map(({ noisy }) => noisy),
  );
  return digits.map((digit, index) => ({
    ...digit,
    network: outputs.reconstructions[index] ?? digit.noisy,
  }));
}
