import type { ScoreOptions, ScoringEngine } from '@beatwatch/model-core';
import { GroupCommit } from '@beatwatch/stream-processor';
import { encodeTogether, type EncodeBeats, type EncodedBeat } from '@beatwatch/adaptation';

export interface MicroBatchSettings extends ScoreOptions {
  /** Most beats that are encoded together, of any patients. */
  readonly maxBatch: number;
  /** Longest time that a beat waits for others. */
  readonly maxWaitMs: number;
}

interface Job {
  readonly input: Float32Array;
  encoded?: EncodedBeat;
}

/** Gathers beats of many patients and partitions into batches for the engine. */
export function createMicroBatcher(
  engine: ScoringEngine,
  { maxBatch, maxWaitMs, ...options }: MicroBatchSettings,
): EncodeBeats {
  const group = new GroupCommit<Job>(
    async (jobs) => {
      const encoded = await encodeTogether(
        engine,
        jobs.map(({ input }) => input),
        options,
      );
      jobs.forEach((job, index) => {
        const beat = encoded[index];
        if (beat !== undefined) job.encoded = beat;
      });
    },
    { maxItems: maxBatch, gatherMs: maxWaitMs },
  );
  return async (inputs) => {
    const jobs = inputs.map((input): Job => ({ input }));
    await Promise.all(jobs.map((job) => group.add([job])));
    return jobs.map(({ encoded }) => {
      if (encoded === undefined) throw new Error('the engine returned no result for a beat');
      return encoded;
    });
  };
}
