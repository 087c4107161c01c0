import type { DigitCounts } from '../split.ts';
import type { DigitTrainingSettings } from '../train-digits.ts';

export interface AutoencoderStudySettings extends DigitCounts, DigitTrainingSettings {}

export const autoencoderStudyDefaults: AutoencoderStudySettings = {
  trainImages: 55_000,
  validationImages: 5_000,
  testImages: 10_000,
  epochs: 30,
  batchSize: 128,
  learningRate: 0.002,
  patience: 6,
  seed: 42,
};

/** Under ten minutes on two cores with WebAssembly alone. */
export const quickAutoencoderStudyDefaults: AutoencoderStudySettings = {
  ...autoencoderStudyDefaults,
  trainImages: 8_000,
  validationImages: 1_000,
  testImages: 2_000,
  epochs: 8,
};
