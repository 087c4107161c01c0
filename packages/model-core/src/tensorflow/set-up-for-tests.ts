import { findTensorflow } from './installation.ts';

const installation = findTensorflow();

/** Why tests of TensorFlow are skipped, and how to run them; undefined if TensorFlow is set up. */
export const tensorflowMissing = installation.available
  ? undefined
  : `${installation.reason}: ${installation.remedy}`;
