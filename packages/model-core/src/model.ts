import { rr140Zscore, type ModelVersion } from '@beatwatch/contracts';
import { modelVersionOf } from './files/fingerprint.ts';
import type { Architecture } from './autoencoders/architecture.ts';
import { initialParameters, lstmAutoencoder } from './autoencoders/lstm-autoencoder.ts';
import { engineLibraries } from './engines/onnx-session.ts';
import type { Parameters } from './autoencoders/parameters.ts';

export type { Architecture };

/** Loss above which a beat counts as an anomaly. */
export interface Threshold {
  /** Sum of absolute errors over a beat, above 0. */
  readonly value: number;
  /** Human-readable description of how the value was derived. */
  readonly rule: string;
}

/** Data and settings that a model was trained with. */
export interface TrainingRecord {
  /** Fingerprint of the normal beats in the training set; see `examplesFingerprint`. */
  readonly dataFingerprint: string;
  readonly beatCount: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly seed: number;
  /** Name of the augmentation redrawn in each epoch; undefined without one. */
  readonly augmentation?: string;
  /** Names of the recordings that the beats came from; undefined if the data set has no recordings. */
  readonly records?: readonly string[];
}

/** Preprocessing of images: grey values from 0 (black) to 1 (white), row by row. */
export const pixels0To1 = 'pixels-0-1';

/** Description of a model without its weights; plain JSON. */
export interface ModelManifest {
  readonly version: ModelVersion;
  readonly architecture: Architecture;
  /** The only preprocessing that the model accepts. */
  readonly preprocessing: string;
  /** Undefined for an untrained model. */
  readonly training?: TrainingRecord;
  /** Undefined until a threshold is chosen. */
  readonly threshold?: Threshold;
  /** Settings for adapting the model to a patient; plain JSON, read by the adaptation package. */
  readonly adaptation?: Readonly<Record<string, unknown>>;
  /** Metrics of the training run, by name. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Versions of the libraries used for training, by name. */
  readonly libraries: Readonly<Record<string, string>>;
}

export interface Model {
  readonly manifest: ModelManifest;
  readonly parameters: Parameters;
}

/** Assembles a model; its version is derived from its weights. */
export function createModel(parts: {
  readonly architecture: Architecture;
  readonly parameters: Parameters;
  /** Preprocessing of the examples; {@link pixels0To1} for images. Default: that of beats, `rr140Zscore`. */
  readonly preprocessing?: string;
  readonly training?: TrainingRecord;
  readonly threshold?: Threshold;
  readonly adaptation?: Readonly<Record<string, unknown>>;
  /** Default: empty. */
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
 * Model with random weights, the same for the same seed; for tests, and as the start of a training run.
 * @throws ModelCoreError (`invalid-argument`) if a size is out of range
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
