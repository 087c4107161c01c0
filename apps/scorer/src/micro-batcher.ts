import type { ScoringEngine } from '@beatwatch/model-core';
import { GroupCommit } from '@beatwatch/stage';

export interface MicroBatchSettings {
  /** Beats of any patients that are scored together at the most. Default 32. */
  readonly maxBatch: number;
  /** How long a beat may wait for others. Default 20. */
  readonly maxWaitMs: number;
}

export const defaultMicroBatchSettings: MicroBatchSettings = { maxBatch: 32, maxWaitMs: 20 };

export interface ScoredSamples {
  readonly loss: number;
  /** `[sampleCount]` */
  readonly reconstruction: Float32Array;
}

interface Job {
  readonly samples: Float32Array;
  scored?: ScoredSamples;
}

/**
 * Gathers beats of many patients into batches for the engine.
 * @returns a function that scores beats `[sampleCount]` each, in the order given
 */
export function createMicroBatcher(
  engine: ScoringEngine,
  settings = defaultMicroBatchSettings,
): (beats: readonly Float32Array[]) => Promise<ScoredSamples[]> {
  const size = engine.sampleCount;
  const group = new GroupCommit<Job>(
    async (jobs) => {
      const input = new Float32Array(jobs.length * size);
      jobs.forEach(({ samples }, index) => {
        input.set(samples, index * size);
      });
      const { losses, reconstructions } = await engine.score(input, jobs.length);
      jobs.forEach((job, index) => {
        const loss = losses[index];
        if (loss === undefined || !Number.isFinite(loss))
          throw new RangeError(`the engine gave no loss for a beat`);
        job.scored = { loss, reconstruction: reconstructions.slice(index * size, (index + 1) * size) };
      });
    },
    { maxItems: settings.maxBatch, gatherMs: settings.maxWaitMs },
  );
  return async (beats) => {
    const jobs = beats.map((samples): Job => ({ samples }));
    await Promise.all(jobs.map((job) => group.add([job])));
    return jobs.map(({ scored }) => {
      if (scored === undefined) throw new Error('a beat left its batch without a score');
      return scored;
    });
  };
}
