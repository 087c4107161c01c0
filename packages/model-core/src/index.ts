export type { Architecture } from './autoencoders/architecture.ts';
export type { Activation, DenseAutoencoderArchitecture } from './autoencoders/dense-autoencoder.ts';
export {
  contractiveAutoencoder,
  denoisingAutoencoder,
  sparseKlAutoencoder,
  sparseL1Autoencoder,
  undercompleteAutoencoder,
  vanillaAutoencoder,
  variationalAutoencoder,
  type DenseAutoencoder,
  type DenseAutoencoderOptions,
  type PenalisedOptions,
  type SparseKlOptions,
} from './autoencoders/dense-family.ts';
export { latentWalk, priorLatents } from './autoencoders/latents.ts';
export { lstmAutoencoder, type LstmAutoencoderArchitecture } from './autoencoders/lstm-autoencoder.ts';
export type { Objective, Penalty, ReconstructionLoss } from './autoencoders/objective.ts';
export type { Parameters, Tensor } from './autoencoders/parameters.ts';
export type { FoldProgress } from './detectors/autoencoder-folds.ts';
export { inSpace, movingMean, secondHalf } from './detectors/beat-spaces.ts';
export { calibrate, fused } from './detectors/calibration.ts';
export { shiftedDistance } from './detectors/distances.ts';
export { isolationForest } from './detectors/isolation-forest.ts';
export { localOutlierFactor } from './detectors/local-outlier-factor.ts';
export { mahalanobis } from './detectors/mahalanobis.ts';
export { nearestNeighbour } from './detectors/nearest-neighbour.ts';
export { oneClassSvm } from './detectors/one-class-svm.ts';
export { heldOutScores, type OutlierMethod, type OutlierScore } from './detectors/outlier-score.ts';
export { pcaReconstruction } from './detectors/pca-reconstruction.ts';
export { heldOutQuantile } from './detectors/score-threshold.ts';
export {
  detectorParts,
  normalShare,
  secondHalfDensity,
  trainDetector,
  type Detector,
  type DetectorFindings,
  type DetectorPart,
  type PartScores,
  type TrainDetectorOptions,
} from './detectors/train-detector.ts';
export {
  availableEngines,
  defaultScoringEngine,
  defaultTrainingEngine,
  type EngineAvailability,
  type EngineChoice,
  type EngineName,
} from './engines/available-engines.ts';
export { createScoringEngine, type CreateScoringEngineOptions } from './engines/create-scoring-engine.ts';
export { createTrainingEngine, type CreateTrainingEngineOptions } from './engines/create-training-engine.ts';
export type { BatchScores, ScoringEngine } from './engines/engine.ts';
export { createDecoder, type Decoder } from './engines/onnx-decoder.ts';
export { createOnnxScoringEngine, type OnnxScoringOptions } from './engines/onnx-scoring.ts';
export { createOnnxWorkersEngine, type OnnxWorkersOptions } from './engines/onnx-workers.ts';
export { createOnnxTrainingEngine } from './engines/onnx-training.ts';
export {
  createSession,
  floatOutput,
  floatTensor,
  runSession,
  type OnnxEngineOptions,
} from './engines/onnx-session.ts';
export { loadTensorflow, findTensorflow } from './tensorflow/installation.ts';
export type { TensorFlow } from './tfjs/tensorflow.ts';
export { adamUpdate, clipGradients, type AdamTensors } from './tfjs/adam.ts';
export { GraphBuilder, type Value } from './onnx/graph-builder.ts';
export { decodeSafetensors, encodeSafetensors } from './files/safetensors.ts';
export type { ExampleBatch, StepLosses, TrainingEngine, TrainingState } from './engines/training-engine.ts';
export { reconstructionLosses } from './engines/reconstruction-losses.ts';
export { ModelCoreError, type ModelCoreErrorCode } from './errors.ts';
export { augmentBeat, beatAugmentationName } from './detectors/beat-augmentation.ts';
export { exportOnnx } from './files/export-onnx.ts';
export { examplesFingerprint } from './files/fingerprint.ts';
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
  pixels0To1,
  type Model,
  type ModelManifest,
  type Threshold,
  type TrainingRecord,
} from './model.ts';
export { createSeededRandom, seedFrom, type SeededRandom } from '@beatwatch/statistics';
export { normalLossThreshold } from './thresholds/normal-loss-threshold.ts';
export { adamDecay, adamStepSize } from './training/adam.ts';
export {
  groupOf,
  joinedGroups,
  readCheckpointFile,
  replaceCheckpointFile,
} from './training/checkpoint-file.ts';
export {
  fileCheckpointStore,
  type CheckpointStore,
  type EpochRecord,
  type TrainingCheckpoint,
} from './training/checkpoint.ts';
export { crossValidationFolds, type Fold } from './training/cross-validation.ts';
export { initialTrainingState } from './engines/initial-training-state.ts';
export { learningRateAt } from './training/learning-rate.ts';
export type { PreparedExample, PrepareExample } from './training/example-batches.ts';
export type { EpochProgress, StepProgress, TrainAutoencoderOptions } from './training/train-options.ts';
export { trainAutoencoder, type TrainedAutoencoder } from './training/train-autoencoder.ts';
