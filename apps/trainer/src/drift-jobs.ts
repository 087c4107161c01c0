import type { JobQueue } from '@beatwatch/job-queue';
import type { Drift } from '@beatwatch/retraining';
import { describeError, type Logger } from '@beatwatch/service-kit';
import { retrainDataOf, retrainKind } from './jobs/retrain-job.ts';

export interface DriftJobSettings {
  /** Share of the patients, 0 to 1, from which on there is a job. */
  readonly share: number;
  /** At most one job in this time, whatever happens, milliseconds. */
  readonly onceInMs: number;
}

/** Why there should be a job: something has moved strongly for enough patients; undefined where it has not. */
function driftReason(drifts: readonly Drift[], share: number): string | undefined {
  const patients = new Set(drifts.map(({ patientId }) => patientId));
  const moved = new Set(drifts.flatMap(({ level, patientId }) => (level === 'strong' ? [patientId] : [])));
  if (moved.size === 0 || moved.size < share * patients.size) return undefined;
  return `drift: something moved strongly for ${moved.size} of ${patients.size} patients`;
}

/**
 * Puts a retraining into the queue where enough patients have drifted, with that as its reason.
 * @returns the job's id; undefined where nothing is to be done, or there was such a job a short while ago
 * @throws JobQueueError
 */
export async function retrainOnDrift(
  queue: JobQueue,
  drifts: readonly Drift[],
  { share, onceInMs }: DriftJobSettings,
): Promise<string | undefined> {
  const reason = driftReason(drifts, share);
  if (reason === undefined) return undefined;
  return queue.enqueueOnce(retrainKind, retrainDataOf({ reason }), { key: 'drift', withinMs: onceInMs });
}

/** The same after each measurement, with a line in the log. */
export const driftJobs =
  (queue: JobQueue, logger: Logger, settings: DriftJobSettings) =>
  async (drifts: readonly Drift[]): Promise<void> => {
    try {
      const job = await retrainOnDrift(queue, drifts, settings);
      if (job !== undefined) logger.info({ job }, 'patients have drifted: a retraining waits');
    } catch (error) {
      logger.warn({ error: describeError(error) }, 'no retraining could be begun for drift');
    }
  };
