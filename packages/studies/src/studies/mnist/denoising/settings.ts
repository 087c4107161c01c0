import { studyNoise, type NoiseLevels } from '../noise.ts';
import type { DigitCounts } from '../split.ts';
import type { DigitTrainingSettings } from '../train-digits.ts';

export interface DenoisingSettings extends DigitCounts, DigitTrainingSettings, NoiseLevels {
  /** Number of validation digits on which the filters' settings are tried. */
  readonly filterImages: number;
}

export const denoisingDefaults: DenoisingSettings = {
  ...studyNoise,
  trainImages: 55_000,
  validationImages: 5_000,
  testImages: 10_000,
  filterImages: 200,
  epochs: 100,
  batchSize: 128,
  learningRate: 0.002,
  patience: 12,
  seed: 42,
};

/** Under ten minutes on two cores with WebAssembly alone. */
export const quickDenoisingDefaults: DenoisingSettings = {
  ...denoisingDefaults,
  testImages: 2_000,
  filterImages: 60,
  epochs: 12,
};
