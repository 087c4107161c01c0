import type { ModelVersion } from '@beatwatch/contracts';
import { latentSizeOf } from '../autoencoders/architecture.ts';
import { requireWholeNumber } from '../errors.ts';
import type { Model, ModelManifest } from '../model.ts';
import type { Precision } from '../onnx/lstm-scoring.ts';
import { WorkerClient } from '../threads/worker-client.ts';
import type { BatchScores, ScoreOptions, ScoringEngine } from './engine.ts';
import { requireBeats } from './requirements.ts';

export interface OnnxWorkersOptions {
  /** Threads that share a batch, 1 or more. Default 1. */
  readonly workers?: number;
  /** See `createOnnxScoringEngine`. Default `float32`. */
  readonly precision?: Precision;
}

/** Entry module of a worker thread with onnxruntime. */
export const onnxWorkerEntry = new URL('onnx-worker-start.mjs', import.meta.url);

/**
 * Scores with onnxruntime in worker threads, which leaves the caller's event loop free. A thread takes about a second
 * to start and about 60 MB.
 * @throws ModelCoreError (`engine-failed`) if onnxruntime rejects the model
 */
export async function createOnnxWorkersEngine(
  model: Model,
  { workers = 1, precision = 'float32' }: OnnxWorkersOptions = {},
): Promise<ScoringEngine> {
  requireWholeNumber('workers', workers, 1);
  const start = () => WorkerClient.start({ kind: 'score-onnx', model, precision }, onnxWorkerEntry);
  return new OnnxWorkersEngine(model.manifest, await Promise.all(Array.from({ length: workers }, start)));
}

class OnnxWorkersEngine implements ScoringEngine {
  readonly name = 'onnx';
  readonly modelVersion: ModelVersion;
  readonly preprocessing: string;
  readonly sampleCount: number;
  readonly #latentSize: number;
  readonly #workers: readonly WorkerClient[];

  constructor(manifest: ModelManifest, workers: readonly WorkerClient[]) {
    this.modelVersion = manifest.version;
    this.preprocessing = manifest.preprocessing;
    this.sampleCount = manifest.architecture.sampleCount;
    this.#latentSize = latentSizeOf(manifest.architecture);
    this.#workers = workers;
  }

  async score(beats: Float32Array, batch: number, options: ScoreOptions = {}): Promise<BatchScores> {
    requireBeats(beats, batch, this.sampleCount);
    const isAll = options.results !== 'losses';
    const share = Math.ceil(batch / this.#workers.length);
    const scores = {
      losses: new Float64Array(batch),
      reconstructions: new Float32Array(isAll ? beats.length : 0),
      latents: new Float32Array(isAll ? batch * this.#latentSize : 0),
    };
    await Promise.all(
      this.#workers.map(async (worker, index) => {
        const [first, end] = [index * share, Math.min((index + 1) * share, batch)];
        if (first >= end) return;
        // A copy, because posting a view would send its whole buffer.
        const part = beats.slice(first * this.sampleCount, end * this.sampleCount);
        const { losses, reconstructions, latents } = await worker.call('score', part, end - first, options);
        scores.losses.set(losses, first);
        if (!isAll) return;
        scores.reconstructions.set(reconstructions, first * this.sampleCount);
        scores.latents.set(latents, first * this.#latentSize);
      }),
    );
    return scores;
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.dispose()));
  }
}
