import type { ExampleBatch } from '../engines/training-engine.ts';
import { ModelCoreError } from '../errors.ts';
import { createSeededRandom, seedFrom, type SeededRandom } from '@beatwatch/statistics';

/** Input and expected output for one example, both of the example's length. */
interface PreparedExample {
  readonly input: Float32Array;
  readonly target: Float32Array;
}

/** Adds noise to an example or augments it; draws random numbers from `random` only. */
export type PrepareExample = (example: Float32Array, random: SeededRandom) => PreparedExample;

export interface BatchOptions {
  readonly sampleCount: number;
  readonly batchSize: number;
  readonly seed: number;
  /** Number of the epoch, from 1; 0 for validation examples, whose draw is the same in all epochs. */
  readonly epoch: number;
  /** Default: each example is both input and target. */
  readonly prepare?: PrepareExample | undefined;
}

/**
 * Batches of one epoch in random order, generated lazily; the last one may be smaller. The order depends on seed and
 * epoch only, an example's draws also on its index, so that a resumed run sees the batches of an uninterrupted one.
 */
export function shuffledBatches(
  examples: readonly Float32Array[],
  options: BatchOptions,
): Generator<ExampleBatch, void> {
  const { seed, epoch } = options;
  const order = createSeededRandom(Math.imul(seed, 0x10001) + epoch).permutation(examples.length);
  return batchesInOrder(examples, order, options);
}

/** Batches of one epoch in the order of the examples. */
export function orderedBatches(
  examples: readonly Float32Array[],
  options: BatchOptions,
): Generator<ExampleBatch, void> {
  return batchesInOrder(
    examples,
    Uint32Array.from(examples, (_, index) => index),
    options,
  );
}

function* batchesInOrder(
  examples: readonly Float32Array[],
  order: Uint32Array,
  options: BatchOptions,
): Generator<ExampleBatch, void> {
  const { sampleCount, batchSize, prepare } = options;
  for (let first = 0; first < order.length; first += batchSize) {
    const indices = order.subarray(first, first + batchSize);
    const inputs = new Float32Array(indices.length * sampleCount);
    const targets = prepare === undefined ? inputs : new Float32Array(inputs.length);
    indices.forEach((index, position) => {
      const { input, target } = preparedExample(examples, index, options);
      inputs.set(input, position * sampleCount);
      if (targets !== inputs) targets.set(target, position * sampleCount);
    });
    yield { inputs, targets, size: indices.length };
  }
}

function preparedExample(
  examples: readonly Float32Array[],
  index: number,
  { prepare, seed, epoch, sampleCount }: BatchOptions,
): PreparedExample {
  const example = examples[index] ?? new Float32Array(0);
  if (prepare === undefined) return { input: example, target: example };
  const prepared = prepare(example, createSeededRandom(seedFrom(seed, epoch, index)));
  requireLength('prepared input', index, prepared.input, sampleCount);
  requireLength('prepared target', index, prepared.target, sampleCount);
  return prepared;
}

/** @throws ModelCoreError (`invalid-argument`) if `values` does not have `sampleCount` elements */
export function requireLength(field: string, index: number, values: Float32Array, sampleCount: number): void {
  if (values.length === sampleCount) return;
  throw new ModelCoreError(
    { field: `${field} ${index}`, found: `${values.length} samples`, expected: String(sampleCount) },
    {
      code: 'invalid-argument',
      context: { field, index },
    },
  );
}
