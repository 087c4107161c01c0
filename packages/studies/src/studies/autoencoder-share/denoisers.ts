import {
  createModel,
  createOnnxScoringEngine,
  createTrainingEngine,
  denoisingAutoencoder,
  trainAutoencoder,
  type EpochProgress,
  type PrepareExample,
} from '@beatwatch/model-core';
import { encoded } from './encoders.ts';
import { linearDenoiser } from './linear-denoiser.ts';
import { distance, evenly, medianOf } from './measures.ts';
import { inPatientScale } from './patient-scale.ts';
import { principalSpace } from './principal-space.ts';
import type { AutoencoderShareSettings } from './settings.ts';
import type { StudyPatient } from './study-beats.ts';

/** What a method makes of beats, in their order. */
type BeatSpace = (beats: readonly Float32Array[]) => Promise<Float32Array[]>;

/** Denoised beats, and codes, by method. */
export interface Denoisers {
  readonly beats: Readonly<Record<DenoisedName, BeatSpace>>;
  readonly codes: Readonly<Record<CodeName, BeatSpace>>;
  readonly dispose: () => Promise<void>;
}

export const denoisedNames = ['as it is', 'principal components', 'linear filter', 'autoencoder'] as const;
export type DenoisedName = (typeof denoisedNames)[number];
export const codeNames = ['beat as it is', 'principal components', 'code of the autoencoder'] as const;
export type CodeName = (typeof codeNames)[number];

/** Units of the autoencoder's layers; the input has 88. */
const shape = { sampleCount: 88, hidden: [256], latent: 64 } as const;
const components = { denoised: 8, code: 16 } as const;
const batchSize = 128;
const learningRate = 0.002;

/**
 * Beats to learn from without their labels: of each patient half of them spread evenly, and half the strangest to their median
 * beat, so that rare shapes are not left out.
 */
export const unlabelledInputs = (patients: readonly StudyPatient[], most: number): Float32Array[] =>
  patients.flatMap((patient) => {
    const inputs = inPatientScale(patient);
    const usual = medianOf(evenly(inputs, 200));
    const strangest = inputs
      .map((input) => ({ input, distance: distance(input, usual) }))
      .sort((a, b) => b.distance - a.distance)
      .slice(0, most / 2);
    return [...evenly(inputs, most / 2), ...strangest.map(({ input }) => input)];
  });

/** Trains a denoising autoencoder and its rivals on the same beats, with the same noise added. */
export async function trainedDenoisers(
  beats: readonly Float32Array[],
  { denoiserEpochs, seed }: AutoencoderShareSettings,
  {
    prepare,
    onEpoch,
  }: { readonly prepare: PrepareExample; readonly onEpoch: (progress: EpochProgress) => void },
): Promise<Denoisers> {
  const { architecture, objective } = denoisingAutoencoder({ ...shape, outputActivation: 'linear' });
  const { parameters } = await trainAutoencoder({
    architecture,
    objective,
    train: beats,
    epochs: denoiserEpochs,
    batchSize,
    learningRate,
    seed,
    prepare,
    createEngine: (...parts) => createTrainingEngine(...parts, { engine: 'wasm' }),
    onEpoch,
  });
  const engine = await createOnnxScoringEngine(createModel({ architecture, parameters }));
  const filter = linearDenoiser(beats, prepare, seed);
  const principal = principalSpace(beats, components.code);
  const each =
    (transform: (beat: Float32Array) => Float32Array): BeatSpace =>
    (some) =>
      Promise.resolve(some.map(transform));
  const unchanged: BeatSpace = (some) => Promise.resolve([...some]);
  return {
    beats: {
      'as it is': unchanged,
      'principal components': each((beat) => principal.reconstructed(beat, components.denoised)),
      'linear filter': each(filter),
      autoencoder: async (some) => (await encoded(some, engine)).reconstructions,
    },
    codes: {
      'beat as it is': unchanged,
      'principal components': each(principal.codeOf),
      'code of the autoencoder': async (some) => (await encoded(some, engine)).codes,
    },
    dispose: () => engine.dispose(),
  };
}
