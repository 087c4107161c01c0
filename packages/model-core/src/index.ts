export {
  contractiveAutoencoder,
  denoisingAutoencoder,
  sparseKlAutoencoder,
  sparseL1Autoencoder,
  undercompleteAutoencoder,
  vanillaAutoencoder,
  variationalAutoencoder,
  type DenseAutoencoder,
} from './autoencoders/dense-family.ts';
export { latentWalk, priorLatents } from './autoencoders/latents.ts';
export { lstmAutoencoder } from './autoencoders/lstm-autoencoder.ts';
export type { Objective } from './autoencoders/objective.ts';
export type { Parameters } from './autoencoders/parameters.ts';
export type { FoldProgress } from './detectors/autoencoder-folds.ts';
export { calibrate, fused } from './detectors/calibration.ts';
export { isolationForest } from './detectors/isolation-forest.ts';
export { localOutlierFactor } from './detectors/local-outlier-factor.ts';
export { mahalanobis } from './detectors/mahalanobis.ts';
export { nearestNeighbour } from './detectors/nearest-neighbour.ts';
export { oneClassSvm } from './detectors/one-class-svm.ts';
export { heldOutScores, type OutlierMethod } from './detectors/outlier-score.ts';
export { pcaReconstruction } from './detectors/pca-reconstruction.ts';
export { principalComponents } from './detectors/principal-components.ts';
export { heldOutQuantile } from './detectors/score-threshold.ts';
export {
  detectorParts,
  normalShare,
  secondHalfDensity,
  trainDetector,
  type Detector,
  type DetectorFindings,
  type DetectorPart,
} from './detectors/train-detector.ts';
export { defaultTrainingEngine, type EngineName } from './engines/available-engines.ts';
export { createScoringEngine } from './engines/create-scoring-engine.ts';
export { createTrainingEngine } from './engines/create-training-engine.ts';
export { filledBuffer, mapRead, usage as bufferUsage } from './webgpu/buffers.ts';
export { openDevice } from './webgpu/device.ts';
export { openErrorScopes } from './webgpu/error-scopes.ts';
export { bindKernel, recordDispatches, type Bindings } from './webgpu/kernels.ts';
export type { BatchScores, ScoreOptions, ScoringEngine } from './engines/engine.ts';
export { ModelCoreError } from './errors.ts';
export { fastestEngine, relativeDifference, tryEngines, type EngineTrial } from './engines/engine-trials.ts';
export {
  createThreadedEngine,
  liveEngines,
  type LiveEngine,
  type LivePrecision,
} from './engines/threaded-engine.ts';
export { createDecoder } from './engines/onnx-decoder.ts';
export { createOnnxScoringEngine } from './engines/onnx-scoring.ts';
export { createSession, floatOutput, floatTensor, runSession } from './engines/onnx-session.ts';
export { loadTensorflow, findTensorflow } from './tensorflow/installation.ts';
export { examineGpu } from './tensorflow/gpu/examine-gpu.ts';
export { missingGpu } from './tensorflow/gpu/missing-gpu.ts';
export type { GpuFinding } from './tensorflow/gpu/gpu-finding.ts';
export type { TensorFlow } from './tfjs/tensorflow.ts';
export { adamUpdate, clipGradients, type AdamTensors } from './tfjs/adam.ts';
export { GraphBuilder, type Value } from './onnx/graph-builder.ts';
export { decodeSafetensors, encodeSafetensors } from './files/safetensors.ts';
export type { TrainingState } from './engines/training-engine.ts';
export { reconstructionLosses } from './engines/reconstruction-losses.ts';
export { augmentBeat, beatAugmentationName } from './detectors/beat-augmentation.ts';
export { exportOnnx } from './files/export-onnx.ts';
export { examplesFingerprint } from './files/fingerprint.ts';
export { loadModel, pretrainedModelDirectory, saveModel } from './files/model-file.ts';
export { decisionMetrics, type ConfusionCounts } from './metrics/confusion.ts';
export type { PrepareExample } from './training/example-batches.ts';
export { areaUnderRoc, averagePrecision } from './metrics/ranking.ts';
export {
  createModel,
  createUntrainedModel,
  pixels0To1,
  type Model,
  type ModelManifest,
  type Threshold,
} from './model.ts';
export { normalLossThreshold } from './thresholds/normal-loss-threshold.ts';
export { adamDecay, adamStepSize } from './training/adam.ts';
export {
  groupOf,
  joinedGroups,
  readCheckpointFile,
  replaceCheckpointFile,
} from './training/checkpoint-file.ts';
export { fileCheckpointStore, type CheckpointStore, type EpochRecord } from './training/checkpoint.ts';
export { crossValidationFolds } from './training/cross-validation.ts';
export { initialTrainingState } from './engines/initial-training-state.ts';
export { learningRateAt } from './training/learning-rate.ts';
export type { EpochProgress, TrainAutoencoderOptions } from './training/train-options.ts';
export { trainAutoencoder } from './training/train-autoencoder.ts';
