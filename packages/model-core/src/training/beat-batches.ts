import { requireLength } from './example-batches.ts';

/**
 * The beats one after the other in one array, as engines take them.
 * @throws ModelCoreError (`invalid-argument`) where a beat has another length than `sampleCount`
 */
export function joinBeats(beats: readonly Float32Array[], sampleCount: number): Float32Array {
  const joined = new Float32Array(beats.length * sampleCount);
  beats.forEach((beat, index) => {
    requireLength('beat', index, beat, sampleCount);
    joined.set(beat, index * sampleCount);
  });
  return joined;
}
