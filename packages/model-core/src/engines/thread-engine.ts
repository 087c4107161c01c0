import type { ModelVersion } from '@beatwatch/contracts';
import type { ModelManifest } from '../model.ts';
import type { WorkerClient } from '../threads/worker-client.ts';
import type { BatchScores, ScoreOptions, ScoringEngine } from './engine.ts';
import { requireBeats } from './requirements.ts';

/** A scoring engine in one worker thread. */
export class ThreadEngine implements ScoringEngine {
  readonly name: ScoringEngine['name'];
  readonly modelVersion: ModelVersion;
  readonly preprocessing: string;
  readonly sampleCount: number;
  readonly #worker: WorkerClient;

  /** @param worker serves the call `score` */
  constructor(name: ScoringEngine['name'], manifest: ModelManifest, worker: WorkerClient) {
    this.name = name;
    this.modelVersion = manifest.version;
    this.preprocessing = manifest.preprocessing;
    this.sampleCount = manifest.architecture.sampleCount;
    this.#worker = worker;
  }

  async score(beats: Float32Array, batch: number, options: ScoreOptions = {}): Promise<BatchScores> {
    requireBeats(beats, batch, this.sampleCount);
    return this.#worker.call('score', beats, batch, options);
  }

  dispose(): Promise<void> {
    return this.#worker.dispose();
  }
}
