import type { ScoringEngine } from '@beatwatch/model-core';
import { GroupCommit } from '@beatwatch/stream-processor';
import { encodeTogether, type EncodeBeats, type EncodedBeat } from '@beatwatch/adaptation';

export interface MicroBatchSettings {
  /** Beats of any patients that are encoded together at the most. */
  readonly maxBatch: number;
  /** How long a beat may wait for others. */
  readonly maxWaitMs: number;
}

interface Job {
  readonly input: Float32Array;
  encoded?: EncodedBeat;
}

/** Gathers beats of many patients and partitions into batches for the engine. */
export function createMicroBatcher(
  engine: ScoringEngine,
  { maxBatch, maxWaitMs }: MicroBatchSettings,
): EncodeBeats {
  const group = new GroupCommit<Job>(
    async (jobs) => {
      const encoded = await encodeTogether(
        engine,
        jobs.map(({ input }) => input),
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
      if (encoded === undefined) throw new Error('a beat left its batch without a score');
      return encoded;
    });
  };
}
