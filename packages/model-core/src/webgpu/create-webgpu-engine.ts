import type { ScoringEngine } from '../engines/engine.ts';
import { ThreadEngine } from '../engines/thread-engine.ts';
import type { Model } from '../model.ts';
import { WorkerClient } from '../threads/worker-client.ts';

export interface WebgpuEngineOptions {
  /** `float16`: weights and states in half precision, sums in 32 bits, where the GPU has it. Default `float32`. */
  readonly precision?: 'float32' | 'float16';
}

/** Entry module of the engine's worker threads. */
const webgpuWorker = new URL('worker-start.mjs', import.meta.url);

/**
 * Creates a scoring engine on the GPU by WebGPU (Dawn: Vulkan, Metal or Direct3D 12), in a worker thread.
 * @throws ModelCoreError: `invalid-argument` for a dense model, or a precision that the GPU lacks; `engine-failed`, with what to do, where
 * there is no GPU
 */
export async function createWebgpuScoringEngine(
  model: Model,
  { precision = 'float32' }: WebgpuEngineOptions = {},
): Promise<ScoringEngine> {
  const worker = await WorkerClient.start({ kind: 'score-webgpu', model, precision }, webgpuWorker);
  return new ThreadEngine('webgpu', model.manifest, worker);
}
