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
  /** Seed of folds, initial weights, batches and noise. */
  readonly seed: number;
  /** Number of folds and autoencoders, 2 or more; each autoencoder is trained without its own fold. */
  readonly folds: number;
  readonly embedding: number;
  readonly epochs: number;
  /** Checkpoint store of each fold, numbered from 1; lets an interrupted run resume. Default: no checkpoints. */
  readonly checkpoint?: (fold: number) => CheckpointStore;
  readonly onProgress?: (progress: FoldProgress) => void;
  /** Clock in milliseconds, any epoch; for the estimate of the remaining time. */
  readonly nowMs?: () => number;
}

export interface FoldProgress extends EpochProgress {
  /** From 1. */
  readonly fold: number;
  readonly folds: number;
}

/** The autoencoder of one fold, with the indices of its training and held-out beats. */
export interface TrainedFold {
  readonly model: Model;
  readonly train: readonly number[];
  readonly heldOut: readonly number[];
}

/**
 * Trains a small denoising LSTM autoencoder for each fold. All of them score a new beat; a normal beat of the training
 * set is scored by the one trained without it, which gives unbiased thresholds without a separate validation set
 * (cross-conformal prediction: Vovk, 2015; Barber et al., "Predictive inference with the jackknife+", 2021).
 * @throws ModelCoreError (`invalid-argument`, `training-diverged`, `engine-failed`)
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
      // Unique to each fold, also across neighbouring seeds.
      seed: seed * 1000 + index,
      ...(checkpoint === undefined ? {} : { checkpoint: checkpoint(index + 1) }),
      ...(nowMs === undefined ? {} : { nowMs }),
      onEpoch: (progress) => onProgress?.({ ...progress, fold: index + 1, folds: count }),
    });
    trained.push({ model: createModel({ architecture, parameters }), ...fold });
  }
  return trained;
}

/** Losses, reconstructions and codes of beats, with an engine created for this call. */
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
