import type { PrepareExample } from '@beatwatch/model-core';
import { createSeededRandom } from '@beatwatch/statistics';
import { LeastSquares } from './least-squares.ts';

/** Noisy copies of each beat that the filter is fitted to. */
const copies = 4;
/** Penalty on the weights, for values of about 1. */
const ridge = 10;

/**
 * The linear filter that frees beats from noise with the least squared error: Wiener's, over the whole window. It is fitted
 * to beats with noise as a denoising autoencoder is trained on.
 */
export function linearDenoiser(
  beats: readonly Float32Array[],
  prepare: PrepareExample,
  seed: number,
): (beat: Float32Array) => Float32Array {
  const size = beats[0]?.length ?? 0;
  const fit = new LeastSquares(size, size, ridge);
  const random = createSeededRandom(seed);
  for (let copy = 0; copy < copies; copy += 1) {
    for (const beat of beats) {
      const { input, target } = prepare(beat, random);
      fit.add(input, target);
    }
  }
  return fit.solve();
}
