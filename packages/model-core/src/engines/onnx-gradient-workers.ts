import type { LstmAutoencoderArchitecture } from '../autoencoders/lstm-autoencoder.ts';
import type { Objective } from '../autoencoders/objective.ts';
import type { Parameters } from '../autoencoders/parameters.ts';
import { WorkerClient } from '../threads/worker-client.ts';
import { addPart, examplesOf, type GradientSource, type PartGradients } from './gradients.ts';
import { createOnnxGradients } from './onnx-gradients.ts';
import type { ExampleBatch } from './training-engine.ts';
import { onnxWorkerEntry } from './onnx-workers.ts';

/**
 * Computes gradients on several threads, the calling one and workers: each takes an equal part of the batch. The parts
 * are added in their order, so equal numbers of threads give equal gradients.
 * @param weights see {@link createOnnxGradients}
 * @param threads 2 or more
 * @throws ModelCoreError: see {@link createOnnxGradients}
 */
export async function createParallelGradients(
  architecture: LstmAutoencoderArchitecture,
  objective: Objective,
  weights: Parameters,
  threads: number,
): Promise<GradientSource> {
  const own = await createOnnxGradients(architecture, objective, weights);
  const shared: Parameters = new Map(
    [...weights].map(([name, { shape, values }]) => [
      name,
      { shape, values: new Float32Array(new SharedArrayBuffer(values.byteLength)) },
    ]),
  );
  const job = { kind: 'gradients-onnx', architecture, objective, weights: shared } as const;
  const workers = await Promise.all(
    Array.from({ length: threads - 1 }, () => WorkerClient.start(job, onnxWorkerEntry)),
  );
  const publish = (): void => {
    for (const [name, { values }] of weights) shared.get(name)?.values.set(values);
  };
  return {
    gradientsOf: async (batch, batchSize) => {
      publish();
      const share = Math.ceil(batch.size / threads);
      const partOf = (index: number) =>
        examplesOf(batch, Math.min(index * share, batch.size), Math.min((index + 1) * share, batch.size));
      // The workers' parts go out first, because onnxruntime blocks this thread.
      const pending = workers.flatMap((worker, index) => {
        const part = copied(partOf(index + 1));
        return part.size === 0 ? [] : [worker.call('gradientsOf', part, batchSize)];
      });
      const parts = await Promise.all([own.gradientsOf(partOf(0), batchSize), ...pending]);
      return parts.reduce((sum: PartGradients, part) => addPart(sum, part));
    },
    dispose: async () => {
      await Promise.all([own, ...workers].map((part) => part.dispose()));
    },
  };
}

/** Copies the examples, because posting a view would send its whole buffer. */
const copied = ({ inputs, targets, size }: ExampleBatch): ExampleBatch => ({
  inputs: inputs.slice(),
  targets: targets.slice(),
  size,
});
