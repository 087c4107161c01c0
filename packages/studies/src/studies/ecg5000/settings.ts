import type { CheckpointStore, EngineName } from '@beatwatch/model-core';

/** Settings that decide a run's outcome. */
export interface StudySettings {
  /** Size of the code; the outer layers have twice as many units. The study had 128. */
  readonly embedding: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** Highest learning rate. */
  readonly learningRate: number;
  /** Seed of the first run: decides split, first weights and batches. Later runs count up from it. */
  readonly seed: number;
  readonly seeds: number;
}

/** An embedding of 32 finds the anomalies as well as 128 does and trains ten times faster; see docs/decisions/ecg5000-study.md. */
export const studyDefaults: StudySettings = {
  embedding: 32,
  epochs: 60,
  batchSize: 8,
  learningRate: 0.003,
  seed: 42,
  seeds: 5,
};

/** Under ten minutes on two cores. */
export const quickStudyDefaults: StudySettings = { ...studyDefaults, epochs: 20 };

export interface StudyProgress {
  /** From 1. */
  readonly run: number;
  readonly runs: number;
  readonly epoch: number;
  readonly epochs: number;
  readonly trainLoss: number;
  readonly validationLoss: number;
  /** Of all runs together, from 0 to 1. */
  readonly share: number;
  readonly remainingMs: number;
}

export interface StudyContext {
  /** Engine for training. Default: that of `createTrainingEngine`. */
  readonly engine?: EngineName;
  /** Threads of the `onnx` engine. */
  readonly threads: number;
  /** Concurrent trainings. Default 1. */
  readonly parallel?: number;
  /** Keeps a run's state after every epoch, by the run's seed. Default: no state is kept. */
  readonly checkpointFor?: (seed: number) => CheckpointStore;
  readonly onProgress?: (progress: StudyProgress) => void;
  /** Milliseconds on any clock. */
  readonly nowMs: () => number;
}
