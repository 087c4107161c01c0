import type { DigitSet } from '../mnist.ts';
import { modelOutputs } from '../model-outputs.ts';
import type { TrainedDigits } from '../train-digits.ts';
import { generateDigits, interpolate, type GeneratedDigits } from './generated.ts';
import { jacobianNorms, measure, nudged, penaltyOf, type AutoencoderMeasures } from './measures.ts';
import type { AutoencoderStudySettings } from './settings.ts';
import type { Variant } from './variants.ts';

/** One variant, trained and measured. */
export interface VariantRun {
  readonly variant: Variant;
  readonly trained: TrainedDigits;
  readonly measures: AutoencoderMeasures;
  /** Of the shown digits. */
  readonly reconstructions: readonly Float32Array[];
  /** Codes of some test digits, for the maps. */
  readonly latents: readonly Float32Array[];
  readonly walk: readonly Float32Array[];
  /** Of the variational autoencoder. */
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

/** Digits that a trained variant is measured on and shown with. */
export interface VariantDigits {
  readonly test: DigitSet;
  /** One test digit of each label. */
  readonly shown: DigitSet;
  /** Decides the nudges and the generated digits. */
  readonly seed: number;
}

/** Test digits whose codes the report draws. */
export const latentPoints = 1000;
const jacobianImages = 1000;
const walkSteps = 10;

/**
 * Measures a trained variant on test digits, and makes its pictures.
 * @throws ModelCoreError
 */
export async function variantRun(
  variant: Variant,
  trained: TrainedDigits,
  { test, shown, seed }: VariantDigits,
): Promise<VariantRun> {
  const { model, history, bestEpoch } = trained;
  const outputs = await modelOutputs(model, test.images);
  const nearby = await modelOutputs(model, nudged(test.images.slice(0, jacobianImages), seed));
  const ofShown = await modelOutputs(model, shown.images);
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

export function variantOutcome({
  variant,
  trained: { history, bestEpoch },
  measures,
}: VariantRun): VariantOutcome {
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
