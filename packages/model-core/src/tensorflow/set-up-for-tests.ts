import { findTensorflow, setUpFolder, type TensorflowPackage } from './installation.ts';

const installation = findTensorflow();

/** Why tests of TensorFlow are skipped, and how to run them; undefined if TensorFlow is set up. */
export const tensorflowMissing = installation.available
  ? undefined
  : `${installation.reason}: ${installation.remedy}`;

const gpuPackage: TensorflowPackage = '@tensorflow/tfjs-node-gpu';

/** The same for the package for GPUs, whichever library it is linked to. */
export const gpuPackageMissing =
  tensorflowMissing ??
  (setUpFolder(gpuPackage) === undefined
    ? `${gpuPackage} is not set up: npm run setup:tensorflow -- --gpu --library cpu`
    : undefined);
