import type { ModelVersion } from '@beatwatch/contracts';
import {
  ModelCoreError,
  type BatchScores,
  type ScoreOptions,
  type ScoringEngine,
} from '@beatwatch/model-core';

export interface FallbackOptions {
  /** Called once, when the engine first fails. */
  readonly createFallback: () => Promise<ScoringEngine>;
  /** Called once, before anything is scored by the other engine. */
  readonly onFailure: (error: ModelCoreError) => void;
  /**
   * An engine that has not answered for as many seconds counts as failed. Seconds in which this process did not run do not count.
   * Default 30.
   */
  readonly patienceSeconds?: number;
}

/**
 * An engine that another one takes over from for good once it fails, as a device does that is lost or a thread that dies. A batch
 * that fails is scored by the other one as a whole, so that each beat has one result.
 */
export function withFallback(engine: ScoringEngine, options: FallbackOptions): ScoringEngine {
  return new FallbackEngine(engine, options);
}

class FallbackEngine implements ScoringEngine {
  readonly modelVersion: ModelVersion;
  readonly preprocessing: string;
  readonly sampleCount: number;
  readonly #options: FallbackOptions;
  #engine: ScoringEngine;
  #fallback: Promise<ScoringEngine> | undefined;

  constructor(engine: ScoringEngine, options: FallbackOptions) {
    this.modelVersion = engine.modelVersion;
    this.preprocessing = engine.preprocessing;
    this.sampleCount = engine.sampleCount;
    this.#engine = engine;
    this.#options = options;
  }

  get name(): ScoringEngine['name'] {
    return this.#engine.name;
  }

  async score(beats: Float32Array, batch: number, options?: ScoreOptions): Promise<BatchScores> {
    if (this.#fallback !== undefined) return (await this.#fallback).score(beats, batch, options);
    try {
      return await this.#answered(this.#engine.score(beats, batch, options));
    } catch (error) {
      if (!(error instanceof ModelCoreError) || error.code !== 'engine-failed') throw error;
      // Of several batches that fail together the first one changes the engine.
      this.#fallback ??= this.#takeOver(error);
      return (await this.#fallback).score(beats, batch, options);
    }
  }

  async dispose(): Promise<void> {
    // The engine of now, whichever it is: what failed is disposed of when another one takes over.
    await this.#fallback?.catch(() => undefined);
    await this.#engine.dispose();
  }

  async #takeOver(error: ModelCoreError): Promise<ScoringEngine> {
    this.#options.onFailure(error);
    const failed = this.#engine;
    try {
      this.#engine = await this.#options.createFallback();
    } catch (cause) {
      // Tried again with the next batch; until then the beats wait.
      this.#fallback = undefined;
      throw new ModelCoreError('no engine is left to score beats', {
        code: 'engine-failed',
        retryable: true,
        cause,
      });
    }
    // Not awaited: the thread of a lost device may never end.
    failed.dispose().catch(() => undefined);
    return this.#engine;
  }

  /** Seconds are counted by a timer, which stands still while this process does. */
  #answered(scores: Promise<BatchScores>): Promise<BatchScores> {
    const { patienceSeconds = 30 } = this.#options;
    return new Promise((resolve, reject) => {
      let seconds = 0;
      const timer = setInterval(() => {
        seconds += 1;
        if (seconds < patienceSeconds) return;
        clearInterval(timer);
        reject(
          new ModelCoreError(`the engine ${this.#engine.name} has not answered for ${seconds} s`, {
            code: 'engine-failed',
          }),
        );
      }, 1000);
      scores.then(resolve, reject).finally(() => {
        clearInterval(timer);
      });
    });
  }
}
