/** Reads and writes model files without loading an engine; for packages with model kinds of their own. */
export type { Parameters } from '../autoencoders/parameters.ts';
export { parametersFingerprint } from './fingerprint.ts';
export { fittingParameters } from './fitting-parameters.ts';
export {
  checkFingerprint,
  fingerprintSchema,
  modelPaths,
  readDescription,
  readModelPart,
  versionSchema,
  writeModelFolder,
} from './model-folder.ts';
export { decodeFloat64Safetensors, decodeSafetensors, encodeSafetensors } from './safetensors.ts';
