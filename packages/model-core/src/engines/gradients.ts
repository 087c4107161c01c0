import type { ExampleBatch, StepLosses } from './training-engine.ts';

/** Losses of a part of a batch, and gradients by the weights by name. Those of all parts add up to the batch's. */
export interface PartGradients extends StepLosses {
  readonly gradients: ReadonlyMap<string, Float32Array>;
}

/** Computes gradients of one model. */
export interface GradientSource {
  /**
   * @param part some examples of a batch
   * @param batchSize number of examples in the whole batch
   */
  gradientsOf(part: ExampleBatch, batchSize: number): Promise<PartGradients>;
  dispose(): Promise<void>;
}

/** Examples `first` up to `end`, without `end`; views of the batch, not copies. */
export function examplesOf(
  { inputs, targets, size }: ExampleBatch,
  first: number,
  end: number,
): ExampleBatch {
  const sampleCount = inputs.length / size;
  const part = (values: Float32Array) => values.subarray(first * sampleCount, end * sampleCount);
  return { inputs: part(inputs), targets: part(targets), size: end - first };
}

/** Adds a part to the sum of earlier ones, whose arrays change. */
export function addPart(sum: PartGradients, part: PartGradients): PartGradients {
  for (const [name, values] of sum.gradients) addTo(values, part.gradients.get(name));
  return {
    total: sum.total + part.total,
    reconstruction: sum.reconstruction + part.reconstruction,
    gradients: sum.gradients,
  };
}

function addTo(sum: Float32Array, addition: Float32Array | undefined): void {
  if (addition?.length !== sum.length) throw new Error('parts of a batch have gradients of the same shapes');
  for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + (addition[at] ?? Number.NaN);
}
