// Runs in a worker thread, because onnxruntime blocks the calling thread.
import { workerData } from 'node:worker_threads';
import { serveCalls } from '../threads/serve-calls.ts';
import type { WorkerJob } from '../threads/worker-messages.ts';
import { createOnnxScoringEngine } from './onnx-scoring.ts';

await serveCalls('onnxruntime', async () => {
  const { model, precision } = workerData as Extract<WorkerJob, { kind: 'score-onnx' }>;
  const engine = await createOnnxScoringEngine(model, { precision });
  return { score: (beats, batch) => engine.score(beats, batch) };
});
