import { requireLength } from './example-batches.ts';

/**
 * Concatenates beats into one array, the input format of engines.
 * @throws ModelCoreError (`invalid-argument`) if a beat does not have `sampleCount` samples
 */
export function joinBeats(beats: readonly Float32Array[], sampleCount: number): Float32Array {
  const joined = new Float32Array(beats.length * sampleCount);
  beats.forEach((beat, index) => {
    requireLength('beat', index, beat, sampleCount);
    joined.set(beat, index * sampleCount);
  });
  return joined;
}
