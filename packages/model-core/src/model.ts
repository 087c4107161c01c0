import { rr140Zscore, type ModelVersion } from '@beatwatch/contracts';
import { modelVersionOf } from './files/fingerprint.ts';
import type { Architecture } from './autoencoders/architecture.ts';
import { initialParameters, lstmAutoencoder } from './autoencoders/lstm-autoencoder.ts';
import { engineLibraries } from './engines/onnx-session.ts';
import type { Parameters } from './autoencoders/parameters.ts';

export type { Architecture };

/** A beat whose loss is above `value` counts as an anomaly. */
export interface Threshold {
  /** In the unit of the loss: sum of absolute errors over a beat. Above 0. */
  readonly value: number;
  /** How the value was found, in words. */
  readonly rule: string;
}

/** How a model came to be. */
export interface TrainingRecord {
  /** Of the normal beats it was trained on; see `examplesFingerprint`. */
  readonly dataFingerprint: string;
  readonly beatCount: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly seed: number;
  /** Name of what was done to the beats anew in each epoch; undefined where they were learned as they are. */
  readonly augmentation?: string;
  /** Names of the recordings that the beats came from; undefined where there is no such thing. */
  readonly records?: readonly string[];
}

/** Preprocessing of images: grey values from 0, black, to 1, row by row. */
export const pixels0To1 = 'pixels-0-1';

/** All about a model but its weights; plain JSON. */
export interface ModelManifest {
  readonly version: ModelVersion;
  readonly architecture: Architecture;
  /** The only preprocessing whose beats the model understands. */
  readonly preprocessing: string;
  /** Undefined where the model is untrained. */
  readonly training?: TrainingRecord;
  /** Undefined where none was chosen yet. */
  readonly threshold?: Threshold;
  /** How it is brought to a patient: plain JSON, understood by the package that does so. */
  readonly adaptation?: Readonly<Record<string, unknown>>;
  /** Figures of the training run, by name. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Versions of the libraries that trained it, by name. */
  readonly libraries: Readonly<Record<string, string>>;
}

export interface Model {
  readonly manifest: ModelManifest;
  readonly parameters: Parameters;
}

/** Puts a model together, under a version made of its weights. */
export function createModel(parts: {
  readonly architecture: Architecture;
  readonly parameters: Parameters;
  /** Name of what examples went through before the model; {@link pixels0To1} for images. Default that of beats. */
  readonly preprocessing?: string;
  readonly training?: TrainingRecord;
  readonly threshold?: Threshold;
  readonly adaptation?: Readonly<Record<string, unknown>>;
  /** Default none. */
  readonly metrics?: Readonly<Record<string, number>>;
}): Model {
  const { architecture, parameters, preprocessing = rr140Zscore, metrics = {} } = parts;
  const { training, threshold, adaptation } = parts;
  return {
    manifest: {
      version: modelVersionOf(architecture, parameters),
      architecture,
      preprocessing,
      ...(training && { training }),
      ...(threshold && { threshold }),
      ...(adaptation && { adaptation }),
      metrics,
      libraries: engineLibraries(),
    },
    parameters,
  };
}

/**
 * A model with random weights, the same for the same seed: for tests, and as the start of a training run.
 * @throws ModelCoreError where a size is out of range
 */
export function createUntrainedModel(options: {
  readonly embedding: number;
  readonly seed: number;
  /** Default 140. */
  readonly sampleCount?: number;
  /** Default twice the embedding. */
  readonly hidden?: number;
}): Model {
  const architecture = lstmAutoencoder(options);
  return createModel({ architecture, parameters: initialParameters(architecture, options.seed) });
}
