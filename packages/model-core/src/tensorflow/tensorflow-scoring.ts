import type { ScoringEngine } from '../engines/engine.ts';
import { ThreadEngine } from '../engines/thread-engine.ts';
import type { Model } from '../model.ts';
import { WorkerClient } from '../threads/worker-client.ts';
import { tensorflowWorker } from './worker-entry.ts';

/**
 * Creates a scoring engine on libtensorflow, in a worker thread.
 * @throws ModelCoreError (`engine-failed`) if TensorFlow is not set up
 */
export async function createTensorflowScoringEngine(model: Model): Promise<ScoringEngine> {
  const worker = await WorkerClient.start({ kind: 'score', model }, tensorflowWorker);
  return new ThreadEngine('tensorflow', model.manifest, worker);
}
