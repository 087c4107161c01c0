export { lstmAutoencoder, type LstmAutoencoderArchitecture } from './autoencoders/lstm-autoencoder.ts';
export type { Parameters, Tensor } from './autoencoders/parameters.ts';
export type { BatchScores, ScoringEngine } from './engines/engine.ts';
export { createOnnxScoringEngine } from './engines/onnx-scoring.ts';
export type { OnnxEngineOptions } from './engines/onnx-session.ts';
export { ModelCoreError, type ModelCoreErrorCode } from './errors.ts';
export { beatsFingerprint } from './files/fingerprint.ts';
export { loadModel, pretrainedModelDirectory, saveModel } from './files/model-file.ts';
export {
  createUntrainedModel,
  type Architecture,
  type Model,
  type ModelManifest,
  type Threshold,
  type TrainingRecord,
} from './model.ts';
