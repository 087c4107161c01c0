/** Model files without the engines that run models: what a program needs that keeps models of its own kind. */
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
export { decodeFloat64Safetensors, encodeSafetensors } from './safetensors.ts';
