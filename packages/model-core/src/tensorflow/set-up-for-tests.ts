import process from 'node:process';
import { findTensorflow } from './installation.ts';

const installation = findTensorflow();

/** Where TensorFlow is not set up, tests of it are skipped under this name; in CI they run and fail. */
export const tensorflowMissing =
  installation.available || process.env['CI'] === 'true'
    ? undefined
    : `${installation.reason}: ${installation.remedy}`;
