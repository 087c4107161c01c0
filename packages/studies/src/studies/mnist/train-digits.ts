import { join } from 'node:path';
import {
  createModel,
  createTrainingEngine,
  fileCheckpointStore,
  pixels0To1,
  trainAutoencoder,
  type DenseAutoencoder,
  type EngineName,
  type EpochProgress,
  type EpochRecord,
  type Model,
  type TrainAutoencoderOptions,
} from '@beatwatch/model-core';
import { pixelCount } from './mnist.ts';
import { fileSnapshotStore, greyBytes, type Snapshot } from './snapshots.ts';

/** Settings of every training of a study. */
export interface DigitTrainingSettings {
  readonly epochs: number;
  readonly batchSize: number;
  /** Highest learning rate of Adam. */
  readonly learningRate: number;
  /** Epochs without a better validation loss after which a training ends. */
  readonly patience: number;
  readonly seed: number;
}

export interface DigitTrainingContext {
  /** Default: the fastest one that is installed. */
  readonly engine?: EngineName;
  /** Folder that keeps each training's state and pictures after every epoch, for a restart. Default: none is kept. */
  readonly checkpointDirectory?: string;
  /** Milliseconds on any clock. */
  readonly nowMs: () => number;
}

export interface TrainDigitsOptions extends DigitTrainingSettings, DigitTrainingContext {
  /** Name of the training's files. */
  readonly name: string;
  readonly autoencoder: DenseAutoencoder;
  readonly train: readonly Float32Array[];
  readonly validation: readonly Float32Array[];
  readonly prepare?: TrainAutoencoderOptions['prepare'];
  readonly prepareName?: string;
  /** Inputs whose reconstructions are kept after every epoch. */
  readonly shown: readonly Float32Array[];
  readonly onEpoch?: (progress: EpochProgress) => void;
}

export interface TrainedDigits {
  readonly name: string;
  readonly autoencoder: DenseAutoencoder;
  readonly model: Model;
  readonly bestEpoch: number;
  readonly history: readonly EpochRecord[];
  readonly snapshots: readonly Snapshot[];
  readonly engine: string;
}

/**
 * Trains one autoencoder on digits and keeps the weights of its best epoch.
 * @throws ModelCoreError
 */
export async function trainDigits(options: TrainDigitsOptions): Promise<TrainedDigits> {
  const { name, autoencoder, shown, engine, checkpointDirectory, onEpoch, prepare, prepareName } = options;
  const files = checkpointDirectory === undefined ? undefined : join(checkpointDirectory, name);
  const pictures = files === undefined ? undefined : fileSnapshotStore(`${files}.pictures.json`);
  const joined = Float32Array.from(shown.flatMap((image) => [...image]));
  let snapshots: Snapshot[] | undefined;
  let engineName = '';
  const trained = await trainAutoencoder({
    ...autoencoder,
    train: options.train,
    validation: options.validation,
    ...(prepare && { prepare }),
    ...(prepareName !== undefined && { prepareName }),
    epochs: options.epochs,
    batchSize: options.batchSize,
    learningRate: options.learningRate,
    patience: options.patience,
    seed: options.seed,
    nowMs: options.nowMs,
    ...(files !== undefined && { checkpoint: fileCheckpointStore(`${files}.safetensors`) }),
    createEngine: async (architecture, objective, state) => {
      const created = await createTrainingEngine(architecture, objective, state, engine && { engine });
      engineName = created.name;
      return created;
    },
    onEpoch: async (progress, trainingEngine) => {
      snapshots ??= (await pictures?.loadBefore(progress.epoch)) ?? [];
      snapshots.push({
        epoch: progress.epoch,
        images: pixelsOf(await trainingEngine.reconstruct(joined, shown.length)),
      });
      await pictures?.save(snapshots);
      onEpoch?.(progress);
    },
  });
  const { bestEpoch, history } = trained;
  return {
    name,
    autoencoder,
    model: createModel({ ...trained, preprocessing: pixels0To1 }),
    bestEpoch,
    history,
    snapshots: snapshots ?? (await pictures?.loadBefore(Number.POSITIVE_INFINITY)) ?? [],
    engine: engineName,
  };
}

function pixelsOf(images: Float32Array): Uint8Array[] {
  return Array.from({ length: images.length / pixelCount }, (_, index) =>
    greyBytes(images.subarray(index * pixelCount, (index + 1) * pixelCount)),
  );
}
