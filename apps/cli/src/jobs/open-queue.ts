import { openJobQueue, type JobQueue } from '@beatwatch/job-queue';
import type { Database } from '@beatwatch/timescale';
import { jobKinds } from '@beatwatch/trainer';
import { withDatabase } from '../stack/with-database.ts';

/**
 * Does something with the jobs of DATABASE_URL, else of the running stack.
 * @throws CliError (`no-stack`), JobQueueError
 */
export const withJobQueue = <Result>(
  use: (queue: JobQueue, database: Database) => Promise<Result>,
): Promise<Result> =>
  withDatabase(async (database) => {
    const queue = await openJobQueue({
      pool: database.pool,
      kinds: jobKinds,
      onError: () => undefined,
    });
    try {
      return await use(queue, database);
    } finally {
      await queue.close();
    }
  });
