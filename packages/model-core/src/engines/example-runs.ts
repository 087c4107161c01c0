/** A stretch of a batch that an engine works on at once. */
export interface ExampleRun {
  /** Number of the first example. */
  readonly first: number;
  readonly count: number;
  /** `[count * sampleCount]`: a view, no copy. */
  readonly examples: Float32Array;
}

/**
 * Cuts a batch into runs, so that memory stays bounded whatever the batch.
 * @param batch `[size * sampleCount]`, row-major
 */
export function* exampleRuns(
  batch: Float32Array,
  size: number,
  largestRun: number,
): Generator<ExampleRun, void, undefined> {
  const sampleCount = batch.length / size;
  for (let first = 0; first < size; first += largestRun) {
    const count = Math.min(largestRun, size - first);
    yield { first, count, examples: batch.subarray(first * sampleCount, (first + count) * sampleCount) };
  }
}
