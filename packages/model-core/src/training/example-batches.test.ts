import { describe, expect, it } from 'vitest';
import {
  orderedBatches,
  shuffledBatches,
  type BatchOptions,
  type PrepareExample,
} from './example-batches.ts';

const examples = Array.from({ length: 10 }, (_, index) => Float32Array.of(index, -index));
const options: BatchOptions = { sampleCount: 2, batchSize: 4, seed: 1, epoch: 1 };
const ascending = (a: number, b: number): number => a - b;
/** First value of every example, in the order of the batches. */
const shown = (epoch: number): number[] =>
  [...shuffledBatches(examples, { ...options, epoch })].flatMap(({ inputs }) => [
    ...inputs.filter((_, at) => at % 2 === 0),
  ]);
const noisy: PrepareExample = (example, random) => ({
  input: example.map((value) => value + random.normal()),
  target: example,
});

describe('batches of examples', () => {
  it('contain every example once per epoch, in batches of the given size', () => {
    const batches = [...shuffledBatches(examples, options)];
    expect(batches.map(({ size }) => size)).toEqual([4, 4, 2]);
    expect(batches.map(({ inputs }) => inputs.length)).toEqual([8, 8, 4]);
    expect(shown(1).sort(ascending)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('are shuffled differently in each epoch, and equally for the same seed', () => {
    expect(shown(1)).not.toEqual(shown(2));
    expect(shown(2)).toEqual(shown(2));
  });

  it('keep the order of validation examples', () => {
    const [first] = orderedBatches(examples, options);
    expect([...first!.targets]).toEqual([0, -0, 1, -1, 2, -2, 3, -3]);
  });

  it('draw noise anew in each epoch, equally for the same seed, and leave the example unchanged', () => {
    const inputs = (epoch: number) =>
      [...orderedBatches(examples, { ...options, epoch, prepare: noisy })].map((batch) => batch.inputs);
    expect(inputs(1)).toEqual(inputs(1));
    expect(inputs(1)).not.toEqual(inputs(2));
    const [batch] = orderedBatches(examples, { ...options, prepare: noisy });
    expect([...batch!.targets.subarray(2, 4)]).toEqual([1, -1]);
    expect(batch!.inputs).not.toEqual(batch!.targets);
    expect(examples[1]).toEqual(Float32Array.of(1, -1));
  });

  it('give an example the same draw at any position', () => {
    const drawOf = (batches: Iterable<{ inputs: Float32Array; targets: Float32Array }>) =>
      new Map([...batches].flatMap(({ inputs, targets }) => Array.from(inputs, (x, at) => [targets[at], x])));
    const prepared = { ...options, prepare: noisy };
    const shuffled = drawOf(shuffledBatches(examples, prepared));
    const ordered = drawOf(orderedBatches(examples, prepared));
    for (const [target, input] of ordered) expect(shuffled.get(target)).toBe(input);
  });

  it('reject a prepared example of a different length', () => {
    const cut: PrepareExample = (example) => ({ input: example.subarray(1), target: example });
    const batches = orderedBatches(examples, { ...options, prepare: cut });
    expect(() => batches.next()).toThrow('prepared input 0: found 1 samples, expected 2');
  });
});
