/** Consecutive examples of a batch that an engine processes at once. */
export interface ExampleRun {
  /** Index of the first example in the batch. */
  readonly first: number;
  readonly count: number;
  /** `[count * sampleCount]`; a view of the batch, not a copy. */
  readonly examples: Float32Array;
}

/**
 * Splits a batch into runs of at most `largestRun` examples, which bounds the memory for any batch size.
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
