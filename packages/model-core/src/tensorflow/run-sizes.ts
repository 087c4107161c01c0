import type { LstmAutoencoderArchitecture } from '../autoencoders/lstm-autoencoder.ts';
import { exampleRuns, type ExampleRun } from '../engines/example-runs.ts';

/** Beats scored at once on a CPU; larger runs need more memory and are no faster. */
export const largestRunOnCpu = 64;

/** A GPU is not asked for less: then its memory is taken by others. */
const smallestRun = 64;

/** Memory of a GPU that one run may take. */
const gpuRunBytes = 2 * 2 ** 30;

/**
 * Beats scored at once on a GPU, which needs thousands to be busy. A layer holds its sequence and at most seven results of that size at
 * once (BlockLSTM), beside the sequence before.
 */
export function largestRunOnGpu({ sampleCount, hidden, embedding }: LstmAutoencoderArchitecture): number {
  const beatBytes = 4 * sampleCount * 9 * Math.max(hidden, embedding);
  return Math.max(smallestRun, Math.floor(gpuRunBytes / beatBytes));
}

/** TensorFlow's and CUDA's words for memory that is not to be had. */
const outOfMemory = /OOM when allocating|RESOURCE_EXHAUSTED|out of memory|TF_Status: 8\b/i;

/** Runs batches in parts that fit into memory: where one does not, it is tried again in halves, and later ones are as small. */
export class FittingRuns {
  #largest: number;

  constructor(largest: number) {
    this.#largest = largest;
  }

  /** Largest number of beats in a run by now. */
  get largest(): number {
    return this.#largest;
  }

  /**
   * @param batch `[size * sampleCount]`
   * @throws what `run` throws, unless it lacked memory for more than 64 beats
   */
  forEach(batch: Float32Array, size: number, run: (part: ExampleRun) => void): void {
    const sampleCount = batch.length / size;
    let done = 0;
    while (done < size) {
      try {
        const left = batch.subarray(done * sampleCount);
        for (const part of exampleRuns(left, size - done, this.#largest)) {
          run({ ...part, first: part.first + (size - left.length / sampleCount) });
          done += part.count;
        }
      } catch (error) {
        if (this.#largest <= smallestRun || !(error instanceof Error) || !outOfMemory.test(error.message))
          throw error;
        this.#largest = Math.max(smallestRun, Math.floor(this.#largest / 2));
      }
    }
  }
}
