import type { ModelVersion } from '@beatwatch/contracts';
import type { BatchScores, ScoringEngine } from '../engines/engine.ts';
import { requireBeats } from '../engines/requirements.ts';
import { ModelCoreError } from '../errors.ts';
import type { Model, ModelManifest } from '../model.ts';
import { WorkerClient } from './worker-client.ts';

/**
 * Scores beats with an LSTM autoencoder on libtensorflow, in a thread of its own.
 * @throws ModelCoreError: `invalid-argument` for another kind of model, `engine-failed` where TensorFlow is not set up
 */
export async function createTensorflowScoringEngine({ manifest, parameters }: Model): Promise<ScoringEngine> {
  const { architecture } = manifest;
  if (architecture.kind !== 'lstm-autoencoder')
    throw new ModelCoreError(
      `architecture: found ${architecture.kind}, expected lstm-autoencoder for scoring on tensorflow`,
      { code: 'invalid-argument', context: { kind: architecture.kind } },
    );
  const worker = await WorkerClient.start({ kind: 'score', architecture, parameters });
  return new TensorflowScoringEngine(manifest, worker);
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
