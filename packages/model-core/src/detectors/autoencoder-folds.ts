import { lstmAutoencoder } from '../autoencoders/lstm-autoencoder.ts';
import type { BatchScores } from '../engines/engine.ts';
import { createOnnxScoringEngine } from '../engines/onnx-scoring.ts';
import { createModel, type Model } from '../model.ts';
import { joinBeats } from '../training/beat-batches.ts';
import type { CheckpointStore } from '../training/checkpoint.ts';
import { crossValidationFolds } from '../training/cross-validation.ts';
import { trainAutoencoder } from '../training/train-autoencoder.ts';
import type { EpochProgress } from '../training/train-options.ts';
import { augmentBeat, beatAugmentationName } from './beat-augmentation.ts';
import { pick, requireNormals } from './outlier-score.ts';

export interface AutoencoderFoldsOptions {
  /** Decides folds, first weights, batches and noise. */
  readonly seed: number;
  /** Autoencoders, each of which has not seen its share of the normal beats; 2 or more. */
  readonly folds: number;
  readonly embedding: number;
  readonly epochs: number;
  /** Where the autoencoder of a fold, from 1, keeps its state: to go on from, and not to be trained again. Default: nowhere. */
  readonly checkpoint?: (fold: number) => CheckpointStore;
  readonly onProgress?: (progress: FoldProgress) => void;
  /** Milliseconds on any clock, for the time left. */
  readonly nowMs?: () => number;
}

export interface FoldProgress extends EpochProgress {
  /** From 1. */
  readonly fold: number;
  readonly folds: number;
}

/** One autoencoder and the normal beats that it was and was not trained on. */
export interface TrainedFold {
  readonly model: Model;
  readonly train: readonly number[];
  readonly heldOut: readonly number[];
}

/**
 * Trains a small denoising LSTM autoencoder for each fold. Together they score a new beat; a normal beat of the train
 * split is scored by the one that has not seen it, which makes thresholds honest without a model of their own
 * (cross-conformal prediction: Vovk, 2015; Barber et al., "Predictive inference with the jackknife+", 2021).
 * @throws ModelCoreError
 */
export async function trainFolds(
  normals: readonly Float32Array[],
  options: AutoencoderFoldsOptions,
): Promise<readonly TrainedFold[]> {
  const { seed, folds: count, embedding, epochs, checkpoint, onProgress, nowMs } = options;
  const architecture = lstmAutoencoder({ embedding, sampleCount: requireNormals(normals, count) });
  const trained: TrainedFold[] = [];
  for (const [index, fold] of crossValidationFolds(normals.length, count, seed).entries()) {
    const { parameters } = await trainAutoencoder({
      architecture,
      objective: { reconstruction: 'absolute-error-sum' },
      train: pick(normals, fold.train),
      prepare: augmentBeat,
      prepareName: beatAugmentationName,
      epochs,
      batchSize: 8,
      learningRate: 0.005,
      // Apart for each fold, and from those of the seeds beside it.
      seed: seed * 1000 + index,
      ...(checkpoint === undefined ? {} : { checkpoint: checkpoint(index + 1) }),
      ...(nowMs === undefined ? {} : { nowMs }),
      onEpoch: (progress) => onProgress?.({ ...progress, fold: index + 1, folds: count }),
    });
    trained.push({ model: createModel({ architecture, parameters }), ...fold });
  }
  return trained;
}

/** Losses, reconstructions and codes of beats, with an engine made for this one call. */
export async function scoreWith(model: Model, beats: readonly Float32Array[]): Promise<BatchScores> {
  const sampleCount = model.manifest.architecture.sampleCount;
  if (beats.length === 0)
    return {
      losses: new Float64Array(0),
      reconstructions: new Float32Array(0),
      latents: new Float32Array(0),
    };
  const engine = await createOnnxScoringEngine(model);
  try {
    return await engine.score(joinBeats(beats, sampleCount), beats.length);
  } finally {
    await engine.dispose();
  }
}
