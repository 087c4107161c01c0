import { beatsFingerprint, type EpochProgress } from '@beatwatch/model-core';
import { renderReport } from '@beatwatch/report';
import { readMnist, type DigitSet } from '../mnist.ts';
import { modelOutputs, type ModelOutputs } from '../model-outputs.ts';
import { drawNoiseKind, studyNoise, withNoise } from '../noise.ts';
import { oneOfEach, splitDigits, type DigitSplit } from '../split.ts';
import {
  trainDigits,
  type DigitTrainingContext,
  type TrainDigitsOptions,
  type TrainedDigits,
} from '../train-digits.ts';
import { generateDigits, interpolate, type GeneratedDigits } from './generated.ts';
import { jacobianNorms, measure, nudged, penaltyOf, type AutoencoderMeasures } from './measures.ts';
import { autoencoderReport } from './report.ts';
import { autoencoderStudyDefaults, type AutoencoderStudySettings } from './settings.ts';
import { variants, type Variant } from './variants.ts';

export interface AutoencoderStudyProgress extends EpochProgress {
  readonly variant: string;
  /** From 1. */
  readonly run: number;
  readonly runs: number;
  /** Of all trainings, 0 to 1, were none to end early. */
  readonly share: number;
}

export interface StudyAutoencodersOptions extends Partial<AutoencoderStudySettings>, DigitTrainingContext {
  /** With MNIST's four files. */
  readonly dataFolder: string;
  /** What a person types to repeat the run; stands in the report. */
  readonly command: string;
  readonly onProgress?: (progress: AutoencoderStudyProgress) => void;
}

/** One variant, trained and looked at. */
export interface VariantRun {
  readonly variant: Variant;
  readonly trained: TrainedDigits;
  readonly measures: AutoencoderMeasures;
  /** Of the digits in the pictures. */
  readonly reconstructions: readonly Float32Array[];
  /** Of some test digits, for the maps. */
  readonly latents: readonly Float32Array[];
  readonly walk: readonly Float32Array[];
  /** Of the variational one. */
  readonly generated?: GeneratedDigits;
}

export interface AutoencoderStudyRun {
  readonly settings: AutoencoderStudySettings;
  readonly runs: readonly VariantRun[];
  /** One test digit of each label, for pictures. */
  readonly shown: DigitSet;
  /** Labels of the latents' digits. */
  readonly latentLabels: Uint8Array;
  readonly fingerprint: string;
}

export interface VariantOutcome extends AutoencoderMeasures {
  readonly id: string;
  readonly name: string;
  readonly epochs: number;
  readonly bestEpoch: number;
  readonly trainLoss: number;
  readonly validationLoss: number;
}

export interface AutoencoderStudyOutcome {
  readonly settings: AutoencoderStudySettings;
  readonly engine: string;
  readonly variants: readonly VariantOutcome[];
}

export interface AutoencoderStudy {
  readonly outcome: AutoencoderStudyOutcome;
  /** The report, one HTML file. */
  readonly html: string;
}

const latentPoints = 1000;
const jacobianImages = 1000;
const walkSteps = 10;

/**
 * Trains every member of the family of dense autoencoders on the same digits, and shows them side by side.
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
    // A resumed run has come some way without taking time.
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
    runs.push(await lookAt(variant, trained, digits.test, shown, settings.seed));
  }
  const run = {
    settings,
    runs,
    shown,
    latentLabels: digits.test.labels.slice(0, latentPoints),
    fingerprint: beatsFingerprint(digits.train.images),
  };
  const outcome = {
    settings,
    engine: runs.find(({ trained }) => trained.engine !== '')?.trained.engine ?? '',
    variants: runs.map(outcomeOf),
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

async function lookAt(
  variant: Variant,
  trained: TrainedDigits,
  test: DigitSet,
  shown: DigitSet,
  seed: number,
): Promise<VariantRun> {
  const { model, history, bestEpoch } = trained;
  const outputs = await modelOutputs(model, test.images);
  const nearby = await modelOutputs(model, nudged(test.images.slice(0, jacobianImages), seed));
  const ofShown: ModelOutputs = await modelOutputs(model, shown.images);
  const [first, second] = [ofShown.latents[2], ofShown.latents[7]];
  const penalty = penaltyOf(variant.autoencoder.objective, history[bestEpoch - 1]);
  return {
    variant,
    trained,
    measures: {
      ...measure(test.images, outputs),
      ...jacobianNorms(outputs.latents.slice(0, nearby.latents.length), nearby.latents),
      ...(penalty !== undefined && { penalty }),
    },
    reconstructions: ofShown.reconstructions,
    latents: outputs.latents.slice(0, latentPoints),
    walk: first && second ? await interpolate(model, first, second, walkSteps) : [],
    ...(variant.autoencoder.architecture.variational && { generated: await generateDigits(model, 20, seed) }),
  };
}

function outcomeOf({ variant, trained: { history, bestEpoch }, measures }: VariantRun): VariantOutcome {
  const best = history[bestEpoch - 1];
  return {
    id: variant.id,
    name: variant.name,
    epochs: history.length,
    bestEpoch,
    trainLoss: best?.trainReconstruction ?? Number.NaN,
    validationLoss: best?.validationLoss ?? Number.NaN,
    ...measures,
  };
}
