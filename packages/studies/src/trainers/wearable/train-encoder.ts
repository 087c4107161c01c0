import { rWindow88Microvolts } from '@beatwatch/contracts';
import {
  examplesFingerprint,
  createModel,
  createTrainingEngine,
  fileCheckpointStore,
  lstmAutoencoder,
  trainAutoencoder,
  type EngineName,
  type EpochProgress,
  type Model,
  type Objective,
} from '@beatwatch/model-core';

export interface TrainEncoderSettings {
  /** Size of the code; the outer layers have twice as many units. */
  readonly embedding: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** Highest learning rate of Adam. */
  readonly learningRate: number;
  /** Decides first weights and batches. */
  readonly seed: number;
}

export interface TrainEncoderOptions extends TrainEncoderSettings {
  readonly engine?: EngineName;
  /** Keeps the state after every epoch, for a restart. Default: no state is kept. */
  readonly checkpointFile?: string;
  readonly onEpoch?: (progress: EpochProgress) => void;
  readonly nowMs?: () => number;
}

const objective: Objective = { reconstruction: 'absolute-error-sum' };

/** A patient's record, by its name in model files, with the autoencoder's inputs from it. */
export interface EncoderRecord {
  readonly key: string;
  readonly inputs: readonly Float32Array[];
}

/** Trains the wearable model's autoencoder on the normal beats of some patients. */
export async function trainEncoder(
  records: readonly EncoderRecord[],
  options: TrainEncoderOptions,
): Promise<Model> {
  const { embedding, epochs, batchSize, learningRate, seed, engine, checkpointFile, nowMs, onEpoch } =
    options;
  const normals = records.flatMap(({ inputs }) => inputs);
  const architecture = lstmAutoencoder({ embedding, sampleCount: normals[0]?.length ?? 0 });
  const { parameters, history } = await trainAutoencoder({
    architecture,
    objective,
    train: normals,
    epochs,
    batchSize,
    learningRate,
    seed,
    createEngine: (...parts) => createTrainingEngine(...parts, engine === undefined ? {} : { engine }),
    ...(nowMs && { nowMs }),
    ...(checkpointFile !== undefined && { checkpoint: fileCheckpointStore(checkpointFile) }),
    ...(onEpoch && { onEpoch }),
  });
  return createModel({
    architecture,
    parameters,
    preprocessing: rWindow88Microvolts,
    training: {
      dataFingerprint: examplesFingerprint(normals),
      beatCount: normals.length,
      epochs,
      batchSize,
      learningRate,
      seed,
      records: records.map(({ key }) => key),
    },
    metrics: { trainLoss: history.at(-1)?.trainLoss ?? Number.NaN },
  });
}
