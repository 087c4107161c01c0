// Runs in a worker thread: Dawn asks for results in a loop, which would take turns from the scorer's own work.
import { workerData } from 'node:worker_threads';
import { serveCalls } from '../threads/serve-calls.ts';
import type { WorkerCalls, WorkerJob } from '../threads/worker-messages.ts';
import { openDevice } from './device.ts';
import { WebgpuScoring } from './webgpu-scoring.ts';

async function callsOf({
  model,
  precision,
}: Extract<WorkerJob, { kind: 'score-webgpu' }>): Promise<Partial<WorkerCalls>> {
  const device = await openDevice();
  const scoring = new WebgpuScoring(device, model, { float: precision === 'float16' ? 'f16' : 'f32' });
  return { score: (beats, batch, options) => scoring.score(beats, batch, options) };
}

await serveCalls('WebGPU', () => callsOf(workerData as Extract<WorkerJob, { kind: 'score-webgpu' }>));
