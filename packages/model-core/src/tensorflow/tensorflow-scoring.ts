import type { ScoringEngine } from '../engines/engine.ts';
import { ThreadEngine } from '../engines/thread-engine.ts';
import type { Model } from '../model.ts';
import { WorkerClient } from '../threads/worker-client.ts';
import type { TensorflowPackage } from './installation.ts';
import { tensorflowWorker } from './worker-entry.ts';

/**
 * Creates a scoring engine on libtensorflow, in a worker thread.
 * @param packageName default: the one that is set up, that for GPUs first
 * @throws ModelCoreError (`engine-failed`) if TensorFlow is not set up
 */
export async function createTensorflowScoringEngine(
  model: Model,
  packageName?: TensorflowPackage,
): Promise<ScoringEngine> {
  const job = { kind: 'score', model, ...(packageName && { packageName }) } as const;
  return new ThreadEngine('tensorflow', model.manifest, await WorkerClient.start(job, tensorflowWorker));
}
