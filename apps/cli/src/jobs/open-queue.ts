import { openJobQueue, type JobQueue } from '@beatwatch/job-queue';
import { retrainKind } from '@beatwatch/trainer';
import { withDatabase } from '../stack/with-database.ts';

/**
 * Does something with the jobs of DATABASE_URL, else of the running stack.
 * @throws CliError (`no-stack`), JobQueueError
 */
export const withJobQueue = <Result>(use: (queue: JobQueue) => Promise<Result>): Promise<Result> =>
  withDatabase(async ({ pool }) => {
    const queue = await openJobQueue({ pool, kinds: [retrainKind], onError: () => undefined });
    try {
      return await use(queue);
    } finally {
      await queue.close();
    }
  });
