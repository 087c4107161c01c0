import { ModelCoreError } from '../errors.ts';
import { createSeededRandom } from '../random/seeded-random.ts';

/**
 * The beats one after the other in one array, as engines take them.
 * @throws ModelCoreError (`invalid-argument`) where a beat has another length than `sampleCount`
 */
export function joinBeats(beats: readonly Float32Array[], sampleCount: number): Float32Array {
  const joined = new Float32Array(beats.length * sampleCount);
  beats.forEach((beat, index) => {
    if (beat.length !== sampleCount)
      throw new ModelCoreError(`beat ${index}: found ${beat.length} samples, expected ${sampleCount}`, {
        code: 'invalid-argument',
      });
    joined.set(beat, index * sampleCount);
  });
  return joined;
}

/**
 * One epoch's batches in random order; the last one may be smaller. Seed and epoch alone decide the order, so that a
 * run that was interrupted goes on with the batches it would have seen.
 */
export function epochBatches(
  beats: readonly Float32Array[],
  options: { readonly batchSize: number; readonly seed: number; readonly epoch: number },
): readonly (readonly Float32Array[])[] {
  const { batchSize, seed, epoch } = options;
  const order = createSeededRandom(Math.imul(seed, 0x10001) + epoch).permutation(beats.length);
  const batches: Float32Array[][] = [];
  order.forEach((beatIndex, position) => {
    const beat = beats[beatIndex];
    if (beat === undefined) return;
    if (position % batchSize === 0) batches.push([]);
    batches.at(-1)?.push(beat);
  });
  return batches;
}
