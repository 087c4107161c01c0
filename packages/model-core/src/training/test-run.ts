import { lstmAutoencoder } from '../autoencoders/lstm-autoencoder.ts';
import type { PrepareExample } from './example-batches.ts';
import type { TrainAutoencoderOptions } from './train-options.ts';

/** A beat of fixed shape and given height, which is easy to learn. */
export const wave = (height: number): Float32Array =>
  Float32Array.from({ length: 16 }, (_, step) => height * Math.sin(step / 3));

export const wavesOf = (...heights: number[]): Float32Array[] => heights.map(wave);

export const noisy: PrepareExample = (example, random) => ({
  input: example.map((value) => value + 0.1 * random.normal()),
  target: example,
});

/** Settings of a run of about a second, which tests repeat and interrupt. */
export const testRun: TrainAutoencoderOptions = {
  architecture: lstmAutoencoder({ embedding: 4, sampleCount: 16 }),
  objective: { reconstruction: 'absolute-error-sum' },
  train: wavesOf(0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4),
  validation: wavesOf(0.75, 1.05),
  epochs: 12,
  batchSize: 4,
  learningRate: 0.02,
  seed: 3,
};
