export { lstmAutoencoder, type LstmAutoencoderArchitecture } from './autoencoders/lstm-autoencoder.ts';
export type { Parameters, Tensor } from './autoencoders/parameters.ts';
export type { BatchScores, ScoringEngine } from './engines/engine.ts';
export { createOnnxScoringEngine, type OnnxScoringOptions } from './engines/onnx-scoring.ts';
export type { OnnxEngineOptions } from './engines/onnx-session.ts';
export { reconstructionLosses } from './engines/reconstruction-losses.ts';
export { ModelCoreError, type ModelCoreErrorCode } from './errors.ts';
export { beatsFingerprint } from './files/fingerprint.ts';
export { loadModel, pretrainedModelDirectory, saveModel } from './files/model-file.ts';
export {
  decisionMetrics,
  type ConfusionCounts,
  type Decision,
  type DecisionMetrics,
} from './metrics/confusion.ts';
export { areaUnderRoc, averagePrecision, type RankedItems } from './metrics/ranking.ts';
export {
  createModel,
  createUntrainedModel,
  type Architecture,
  type Model,
  type ModelManifest,
  type Threshold,
  type TrainingRecord,
} from './model.ts';
export { normalLossThreshold } from './thresholds/normal-loss-threshold.ts';
export {
  fileCheckpointStore,
  type CheckpointStore,
  type EpochRecord,
  type TrainingCheckpoint,
} from './training/checkpoint.ts';
export { crossValidationFolds, type Fold } from './training/cross-validation.ts';
export {
  trainLstmAutoencoder,
  type EpochProgress,
  type LstmTrainingOptions,
  type LstmTrainingResult,
} from './training/train-lstm-autoencoder.ts';
