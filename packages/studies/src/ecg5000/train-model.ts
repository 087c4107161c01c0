import {
  augmentBeat,
  beatAugmentationName,
  examplesFingerprint,
  createModel,
  createTrainingEngine,
  crossValidationFolds,
  fileCheckpointStore,
  lstmAutoencoder,
  normalLossThreshold,
  reconstructionLosses,
  trainAutoencoder,
  type EngineName,
  type EpochProgress,
  type Model,
  type Objective,
} from '@beatwatch/model-core';
import { join } from 'node:path';
import { mean } from '@beatwatch/statistics';

export interface TrainEcgSettings {
  /** Size of the code; the outer layers have twice as many units. Default 32. */
  readonly embedding?: number;
  /** Epochs of every run. Default 150. */
  readonly epochs?: number;
  /** Default 8. */
  readonly batchSize?: number;
  /** Highest learning rate. Default 0.002. */
  readonly learningRate?: number;
  /** Decides folds, first weights and batches. Default 42. */
  readonly seed?: number;
  /** Runs that hold out beats to find the threshold, 2 or more. Default 5. */
  readonly folds?: number;
  /** Whether the model learns to restore each beat from a shifted and noisy version. Default true. */
  readonly augment?: boolean;
  /** What trains: `onnx` or `tensorflow`. Default `onnx`. */
  readonly engine?: EngineName;
  /** Threads of the engine `onnx`. Default 1. */
  readonly threads?: number;
  /** Keeps each run's state after every epoch, for a restart. Default: no state is kept. */
  readonly checkpointDirectory?: string;
  readonly onProgress?: (progress: TrainEcgProgress) => void;
  /** Milliseconds on any clock, for the time left. */
  readonly nowMs?: () => number;
}

export interface TrainEcgProgress extends EpochProgress {
  /** `final`: on all normal beats; `fold`: with some held out, for the threshold. */
  readonly phase: 'fold' | 'final';
  /** From 1. */
  readonly run: number;
  readonly runs: number;
}

export interface FoldReport {
  readonly trainBeats: number;
  readonly heldOutBeats: number;
  readonly bestEpoch: number;
  /** Mean reconstruction loss of the held-out beats. */
  readonly heldOutLoss: number;
}

export interface TrainedEcgModel {
  readonly model: Model;
  readonly folds: readonly FoldReport[];
  /** Reconstruction loss of each normal beat, by the fold that was trained without it; fold by fold. */
  readonly heldOutLosses: readonly number[];
}

export const trainEcgDefaults = {
  embedding: 32,
  epochs: 150,
  batchSize: 8,
  learningRate: 0.002,
  seed: 42,
  folds: 5,
  augment: true,
  engine: 'onnx',
  threads: 1,
} as const;

/** The study's L1 loss. */
const objective: Objective = { reconstruction: 'absolute-error-sum' };

/**
 * Trains the LSTM autoencoder on all normal beats, and finds its threshold by cross-validation: each fold's model scores
 * the normal beats it was not trained on, and {@link normalLossThreshold} applies to all these losses together. No
 * anomaly and no label other than "normal" is used.
 */
export async function trainEcgModel(
  normals: readonly Float32Array[],
  settings: TrainEcgSettings = {},
): Promise<TrainedEcgModel> {
  const {
    embedding,
    epochs,
    batchSize,
    learningRate,
    seed,
    folds: foldCount,
    augment,
    engine,
    threads,
  } = { ...trainEcgDefaults, ...settings };
  const { checkpointDirectory, onProgress, nowMs } = settings;
  const runs = foldCount + 1;
  const architecture = lstmAutoencoder({ embedding, sampleCount: normals[0]?.length ?? 0 });

  const train = (
    run: number,
    trainBeats: readonly Float32Array[],
    validationBeats: readonly Float32Array[],
  ) =>
    trainAutoencoder({
      architecture,
      objective,
      train: trainBeats,
      validation: validationBeats,
      ...(augment ? { prepare: augmentBeat, prepareName: beatAugmentationName } : {}),
      epochs,
      batchSize,
      learningRate,
      seed,
      createEngine: (...parts) => createTrainingEngine(...parts, { engine, threads }),
      ...(nowMs === undefined ? {} : { nowMs }),
      ...(checkpointDirectory === undefined
        ? {}
        : { checkpoint: fileCheckpointStore(join(checkpointDirectory, `run-${run}.safetensors`)) }),
      onEpoch: (progress) => onProgress?.({ ...progress, phase: run === runs ? 'final' : 'fold', run, runs }),
    });

  const folds: FoldReport[] = [];
  const heldOutLosses: number[] = [];
  for (const [index, fold] of crossValidationFolds(normals.length, foldCount, seed).entries()) {
    const pick = (indices: readonly number[]) => indices.flatMap((index) => normals[index] ?? []);
    const heldOut = pick(fold.heldOut);
    const result = await train(index + 1, pick(fold.train), heldOut);
    const losses = await reconstructionLosses(createModel(result), heldOut, { threads });
    heldOutLosses.push(...losses);
    folds.push({
      trainBeats: fold.train.length,
      heldOutBeats: heldOut.length,
      bestEpoch: result.bestEpoch,
      heldOutLoss: mean(losses),
    });
  }
  const { parameters, history } = await train(runs, normals, []);
  const model = createModel({
    architecture,
    parameters,
    training: {
      dataFingerprint: examplesFingerprint(normals),
      beatCount: normals.length,
      epochs,
      batchSize,
      learningRate,
      seed,
      ...(augment ? { augmentation: beatAugmentationName } : {}),
    },
    threshold: normalLossThreshold(heldOutLosses),
    metrics: {
      trainLoss: history.at(-1)?.trainLoss ?? Number.NaN,
      heldOutLoss: mean(heldOutLosses),
    },
  });
  return { model, folds, heldOutLosses };
}
