import { shown } from '@beatwatch/contracts';
import { isTimeZone } from '@beatwatch/service-kit';
import PgBoss from 'pg-boss';
import { bossStatements, type Pool } from './boss-statements.ts';
import { JobQueueError } from './errors.ts';
import { hasEnded, type JobSchedule } from './job.ts';
import type { JobQueue } from './job-queue.ts';
import { bossSchema, findJob, newestJobs, run, unavailable, wasCreatedWithin } from './job-rows.ts';
import { startWorker } from './worker.ts';

export interface JobQueueOptions {
  /** Connections of a database that is migrated. The queue needs two at least where it works. */
  readonly pool: Pool;
  /** Kinds of jobs: letters, digits and hyphens. */
  readonly kinds: readonly string[];
  /** Whether this process also starts scheduled jobs and clears up; one process that works does. Default false. */
  readonly isKeeper?: boolean;
  /** Attempts after the first one. Default 3. */
  readonly retries?: number;
  /** Called with what fails beside a call: the queue goes on by itself. */
  readonly onError: (error: unknown) => void;
}

/** pg-boss takes less than a day. */
const longestHours = 23;
const keptDays = 14;

/**
 * Opens the queue, and creates its schema where it does not exist.
 * @throws JobQueueError `queue-unavailable`
 */
export async function openJobQueue(options: JobQueueOptions): Promise<JobQueue> {
  const { pool, kinds, isKeeper = false, retries = 3, onError } = options;
  const boss = new PgBoss({
    db: bossStatements(pool),
    schema: bossSchema,
    supervise: isKeeper,
    schedule: isKeeper,
    archiveCompletedAfterSeconds: keptDays * 86_400,
  });
  boss.on('error', onError);
  try {
    await boss.start();
    for (const kind of kinds) {
      await boss.createQueue(kind, {
        name: kind,
        retryLimit: retries,
        expireInHours: longestHours,
        retentionDays: keptDays,
      });
    }
  } catch (cause) {
    await boss.stop({ graceful: false, close: false }).catch(() => undefined);
    throw unavailable('open', cause);
  }

  const requireKind = (kind: string): void => {
    if (kinds.includes(kind)) return;
    throw new JobQueueError(
      { field: 'kind', found: kind, expected: kinds.join(' or ') },
      { code: 'unknown-kind' },
    );
  };

  return {
    async enqueue(kind, data) {
      requireKind(kind);
      const id = await attempt('enqueue', () => boss.send(kind, data));
      if (id === null) throw unavailable('enqueue', new Error('the job was not taken'));
      return id;
    },
    async enqueueOnce(kind, data, { key, withinMs }) {
      requireKind(kind);
      if (await wasCreatedWithin(pool, { kind, key, withinMs })) return undefined;
      // Its time slots let one through in each: what two processes do at the same time is one job.
      const once = { singletonKey: key, singletonSeconds: Math.ceil(withinMs / 1000) };
      return (await attempt('enqueue', () => boss.send(kind, data, once))) ?? undefined;
    },
    find: (id) => findJob(pool, id),
    list: (filter = {}) => newestJobs(pool, filter),
    async cancel(id) {
      const job = await findJob(pool, id);
      if (job === undefined || hasEnded(job)) return false;
      await attempt('cancel', () => boss.cancel(job.kind, id));
      return (await findJob(pool, id))?.state === 'cancelled';
    },
    work(kind, handler, workOptions) {
      requireKind(kind);
      return startWorker({ boss, pool, kind, handler, onError }, workOptions);
    },
    async setSchedule({ kind, cron, timeZone, data }) {
      requireKind(kind);
      // pg-boss takes any time zone, and then starts nothing at all.
      if (!isTimeZone(timeZone)) throw invalidSchedule('timeZone', timeZone, 'a time zone of IANA');
      try {
        await boss.schedule(kind, cron, data, { tz: timeZone });
      } catch (cause) {
        // Of a statement, where its parser of cron expressions has no objection.
        if (cause instanceof Error && 'severity' in cause) throw unavailable('schedule', cause);
        throw invalidSchedule('cron', cron, 'minute, hour, day of month, month and day of week', cause);
      }
    },
    async removeSchedule(kind) {
      const rows = await run(
        pool,
        'remove a schedule',
        `delete from ${bossSchema}.schedule where name = $1 returning name`,
        [kind],
      );
      return rows.length > 0;
    },
    async schedules() {
      const rows = await run<{ name: string; cron: string; timezone: string | null; data: object | null }>(
        pool,
        'list schedules',
        `select name, cron, timezone, data from ${bossSchema}.schedule order by name`,
      );
      return rows.map(({ name, cron, timezone, data }): JobSchedule => ({
        kind: name,
        cron,
        timeZone: timezone ?? 'UTC',
        data: data ?? {},
      }));
    },
    close: () => boss.stop({ graceful: false, close: false }),
  };
}

const invalidSchedule = (field: string, found: string, expected: string, cause?: unknown): JobQueueError =>
  new JobQueueError({ field, found: shown(found), expected }, { code: 'invalid-schedule', cause });

async function attempt<Result>(doing: string, call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (cause) {
    throw unavailable(doing, cause);
  }
}
