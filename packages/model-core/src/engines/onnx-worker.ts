// Runs in a worker thread, because onnxruntime blocks the calling thread.
import { workerData } from 'node:worker_threads';
import { zerosLike } from '../autoencoders/parameters.ts';
import { serveCalls } from '../threads/serve-calls.ts';
import type { WorkerCalls, WorkerJob } from '../threads/worker-messages.ts';
import { createOnnxGradients } from './onnx-gradients.ts';
import { createOnnxScoringEngine } from './onnx-scoring.ts';

type OnnxJob = Extract<WorkerJob, { kind: 'score-onnx' | 'gradients-onnx' }>;

async function callsOf(job: OnnxJob): Promise<Partial<WorkerCalls>> {
  if (job.kind === 'score-onnx') {
    const engine = await createOnnxScoringEngine(job.model, { precision: job.precision });
    return { score: (beats, batch, options) => engine.score(beats, batch, options) };
  }
  const { architecture, objective, weights } = job;
  // onnxruntime refuses shared memory as an input.
  const own = zerosLike(weights);
  const source = await createOnnxGradients(architecture, objective, own);
  return {
    gradientsOf: (part, batchSize) => {
      for (const [name, { values }] of own) values.set(weights.get(name)?.values ?? []);
      return source.gradientsOf(part, batchSize);
    },
  };
}

await serveCalls('onnxruntime', () => callsOf(workerData as OnnxJob));
