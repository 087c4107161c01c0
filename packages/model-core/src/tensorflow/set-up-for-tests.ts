import { findTensorflow } from './installation.ts';

const installation = findTensorflow();

/** Why tests of TensorFlow are skipped, and what to do about it; undefined where it is set up. */
export const tensorflowMissing = installation.available
  ? undefined
  : `${installation.reason}: ${installation.remedy}`;
