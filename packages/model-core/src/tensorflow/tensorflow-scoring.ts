import type { ModelVersion } from '@beatwatch/contracts';
import type { BatchScores, ScoringEngine } from '../engines/engine.ts';
import { requireBeats } from '../engines/requirements.ts';
import type { Model, ModelManifest } from '../model.ts';
import { WorkerClient } from '../threads/worker-client.ts';
import { tensorflowWorker } from './worker-entry.ts';

/**
 * Creates a scoring engine on libtensorflow, in a worker thread.
 * @throws ModelCoreError (`engine-failed`) if TensorFlow is not set up
 */
export async function createTensorflowScoringEngine(model: Model): Promise<ScoringEngine> {
  const worker = await WorkerClient.start({ kind: 'score', model }, tensorflowWorker);
  return new TensorflowScoringEngine(model.manifest, worker);
}

class TensorflowScoringEngine implements ScoringEngine {
  readonly name = 'tensorflow';
  readonly modelVersion: ModelVersion;
  readonly preprocessing: string;
  readonly sampleCount: number;
  readonly #worker: WorkerClient;

  constructor(manifest: ModelManifest, worker: WorkerClient) {
    this.modelVersion = manifest.version;
    this.preprocessing = manifest.preprocessing;
    this.sampleCount = manifest.architecture.sampleCount;
    this.#worker = worker;
  }

  async score(beats: Float32Array, batch: number): Promise<BatchScores> {
    requireBeats(beats, batch, this.sampleCount);
    return this.#worker.call('score', beats, batch);
  }

  dispose(): Promise<void> {
    return this.#worker.dispose();
  }
}
