import { BeatwatchError } from '@beatwatch/contracts';
import { openDatabase, type Database } from '@beatwatch/timescale';
import { migrate } from '@beatwatch/timescale/migrate';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { programPath, programs } from '../../../test/stack/programs.ts';
import { openJobQueue, type JobHandler, type JobQueue, type JobWorker } from './index.ts';
import { postgresForQueue } from './test-postgres.ts';

/** In CI it has to be. */
const isPostgresHere = process.env['CI'] === 'true' || programPath(programs.postgres) !== undefined;

let database: Database;
let queue: JobQueue;
const errors: unknown[] = [];
let kinds = 0;

const workers: JobWorker[] = [];
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  await queue.close();
  expect(errors.splice(0)).toEqual([]);
});

/** A kind of its own for each test: they share the database. */
async function open(retries = 3): Promise<string> {
  kinds += 1;
  const kind = `kind-${kinds}`;
  queue = await openJobQueue({
    pool: database.pool,
    kinds: [kind],
    retries,
    onError: (error) => errors.push(error),
  });
  return kind;
}

const quick = { pollMs: 20, heartbeatMs: 20 };

function work(kind: string, handler: JobHandler, options = {}): JobWorker {
  const worker = queue.work(kind, handler, { ...quick, ...options });
  workers.push(worker);
  return worker;
}

const stateOf = async (id: string): Promise<string | undefined> => (await queue.find(id))?.state;

/** Runs until it is aborted, and says why. */
const untilAborted = (reasons: unknown[]): JobHandler => {
  return ({ signal }) =>
    new Promise((_, reject) => {
      const end = (): void => {
        reasons.push(signal.reason);
        reject(new Error('ended early'));
      };
      // It may have happened before the job was read.
      if (signal.aborted) end();
      else signal.addEventListener('abort', end);
    });
};

const servers: Readonly<Record<string, () => Promise<TestDatabase>>> = {
  'the embedded server': databaseForTests,
  PostgreSQL: postgresForQueue,
};

describe.each(Object.entries(servers).filter(([, start]) => start === databaseForTests || isPostgresHere))(
  'the job queue on %s',
  (_, startServer) => {
    let server: TestDatabase;
    beforeAll(async () => {
      server = await startServer();
      database = openDatabase({ connectionString: server.connectionString });
    });
    afterAll(async () => {
      await database.close();
      await server.stop();
    });

    it('runs a job once, with its progress and result for everybody to read', async () => {
      const kind = await open();
      const id = await queue.enqueue(kind, { patients: ['a'] });
      expect(await queue.find(id)).toMatchObject({ kind, state: 'waiting', data: { patients: ['a'] } });
      let go: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => (go = resolve));
      let runs = 0;
      work(kind, async ({ job, report }) => {
        runs += 1;
        report({ epoch: 1 });
        await gate;
        return { given: job.data };
      });
      await expect.poll(async () => (await queue.find(id))?.progress).toEqual({ epoch: 1 });
      expect(await stateOf(id)).toBe('running');
      go();
      await expect.poll(() => stateOf(id)).toBe('completed');
      expect(await queue.find(id)).toMatchObject({ result: { given: { patients: ['a'] } }, retries: 0 });
      expect(runs).toBe(1);
      expect((await queue.list({ kind })).map((job) => job.id)).toEqual([id]);
    });

    it('never runs more jobs at a time than its limit, over many', async () => {
      const kind = await open();
      const ids = await Promise.all(Array.from({ length: 7 }, (_, index) => queue.enqueue(kind, { index })));
      let now = 0;
      let most = 0;
      const worker = work(
        kind,
        async () => {
          now += 1;
          most = Math.max(most, now, worker.running);
          await new Promise((resolve) => setTimeout(resolve, 60));
          now -= 1;
          return {};
        },
        { concurrency: 2 },
      );
      for (const id of ids) await expect.poll(() => stateOf(id)).toBe('completed');
      expect(most).toBe(2);
    });

    it('cancels a job that waits and one that runs', async () => {
      const kind = await open();
      const waiting = await queue.enqueue(kind, {});
      expect(await queue.cancel(waiting)).toBe(true);
      expect(await queue.cancel(waiting)).toBe(false);
      const running = await queue.enqueue(kind, {});
      const reasons: unknown[] = [];
      const worker = work(kind, untilAborted(reasons));
      await expect.poll(() => worker.running).toBe(1);
      expect(await queue.cancel(running)).toBe(true);
      await expect.poll(() => worker.running).toBe(0);
      expect(reasons).toEqual(['cancelled']);
      expect([await stateOf(waiting), await stateOf(running)]).toEqual(['cancelled', 'cancelled']);
      expect(await queue.cancel('8d7d0a3e-1111-4222-8333-444455556666')).toBe(false);
      expect(await queue.cancel('not an id')).toBe(false);
    });

    it('tries a job again after a failure, gives up in the end, and at once where another try is of no use', async () => {
      const kind = await open(2);
      let attempts = 0;
      const id = await queue.enqueue(kind, {});
      const useless = await queue.enqueue(kind, { useless: true });
      work(kind, ({ job }) => {
        if ((job.data as { useless?: boolean }).useless === true)
          throw new BeatwatchError('nothing to learn from', { code: 'empty' });
        attempts += 1;
        throw new Error(`attempt ${attempts} failed`);
      });
      await expect.poll(() => stateOf(id)).toBe('failed');
      expect(await queue.find(id)).toMatchObject({ failure: 'attempt 3 failed', retries: 2 });
      await expect.poll(() => stateOf(useless)).toBe('failed');
      expect(await queue.find(useless)).toMatchObject({ failure: 'nothing to learn from', retries: 0 });
    });

    it('takes a job from a worker that says nothing any more, and what that one does later has no effect', async () => {
      const kind = await open();
      const id = await queue.enqueue(kind, {});
      // As after kill -9: the job is running, and nobody speaks for it.
      await database.pool.query(
        `update pgboss.job set state = 'active', started_on = now() - interval '1 minute' where id = $1`,
        [id],
      );
      await database.pool.query(
        `insert into job_run (job_id, kind, worker, heartbeat_at, progress)
       values ($1, $2, 'dead', now() - interval '1 minute', '{"epoch": 3}')`,
        [id, kind],
      );
      const next = await queue.enqueue(kind, {});
      const seen: unknown[] = [];
      work(
        kind,
        ({ job }) => {
          seen.push(job.progress);
          return Promise.resolve({ by: 'the living' });
        },
        { stuckAfterMs: 2000 },
      );
      await expect.poll(() => stateOf(id)).toBe('completed');
      expect(await queue.find(id)).toMatchObject({ result: { by: 'the living' }, retries: 1 });
      await expect.poll(() => stateOf(next)).toBe('completed');
      expect(seen).toContainEqual({ epoch: 3 });
    });

    it('ends the run of a worker whose job another one has', async () => {
      const kind = await open();
      const id = await queue.enqueue(kind, {});
      const reasons: unknown[] = [];
      const worker = work(kind, untilAborted(reasons));
      await expect.poll(() => worker.running).toBe(1);
      await expect.poll(async () => (await queue.find(id))?.heartbeatAtMs).toBeDefined();
      await database.pool.query(`update job_run set worker = 'another' where job_id = $1`, [id]);
      await expect.poll(() => reasons).toEqual(['lost']);
      expect(await stateOf(id)).toBe('running');
      await queue.cancel(id);
    });

    it('gives back what runs when it stops, without counting an attempt', async () => {
      const kind = await open();
      const id = await queue.enqueue(kind, {});
      const reasons: unknown[] = [];
      const worker = work(kind, untilAborted(reasons));
      await expect.poll(() => worker.running).toBe(1);
      await worker.stop();
      expect(reasons).toEqual(['stopping']);
      expect(await queue.find(id)).toMatchObject({ state: 'waiting', retries: 0 });
      work(kind, () => Promise.resolve({ done: true }));
      await expect.poll(() => stateOf(id)).toBe('completed');
      expect(await queue.find(id)).toMatchObject({ retries: 0 });
    });

    it('keeps a schedule for a kind, and refuses one that nobody can read', async () => {
      const kind = await open();
      const schedule = { kind, cron: '30 3 * * *', timeZone: 'Europe/Vienna', data: { sinceMs: 1 } };
      await queue.setSchedule(schedule);
      expect((await queue.schedules()).filter((one) => one.kind === kind)).toEqual([schedule]);
      await expect(queue.setSchedule({ ...schedule, cron: 'every night' })).rejects.toMatchObject({
        code: 'invalid-schedule',
      });
      await expect(queue.setSchedule({ ...schedule, timeZone: 'Middle/Earth' })).rejects.toMatchObject({
        code: 'invalid-schedule',
      });
      expect(await queue.removeSchedule(kind)).toBe(true);
      expect(await queue.removeSchedule(kind)).toBe(false);
    });

    it('starts a job when its schedule is due', async () => {
      const kind = await open();
      await queue.setSchedule({ kind, cron: '* * * * *', timeZone: 'UTC', data: { by: 'schedule' } });
      // As if nobody had looked at the schedules for long: the next who opens it does so at once.
      await database.pool.query('update pgboss.version set cron_on = null');
      await queue.close();
      queue = await openJobQueue({
        pool: database.pool,
        kinds: [kind],
        isKeeper: true,
        onError: (error) => errors.push(error),
      });
      await expect
        .poll(async () => (await queue.list({ kind })).map((job) => job.data), { timeout: 30_000 })
        .toEqual([{ by: 'schedule' }]);
      await queue.removeSchedule(kind);
    });

    it('is opened by several processes at once', async () => {
      await database.pool.query('drop schema pgboss cascade');
      const pools = Array.from({ length: 3 }, () =>
        openDatabase({ connectionString: server.connectionString }),
      );
      const kind = await open();
      const opened = await Promise.all(
        pools.map(({ pool }) =>
          openJobQueue({ pool, kinds: [kind], onError: (error) => errors.push(error) }),
        ),
      );
      const runs: string[] = [];
      for (const other of [queue, ...opened])
        workers.push(
          other.work(
            kind,
            ({ job }) => {
              runs.push(job.id);
              return Promise.resolve({});
            },
            quick,
          ),
        );
      const ids = await Promise.all(Array.from({ length: 12 }, () => queue.enqueue(kind, {})));
      for (const id of ids) await expect.poll(() => stateOf(id)).toBe('completed');
      expect(runs.toSorted()).toEqual(ids.toSorted());
      await Promise.all(workers.splice(0).map((worker) => worker.stop()));
      await Promise.all(opened.map((other) => other.close()));
      await Promise.all(pools.map((other) => other.close()));
    });

    it('takes one of many jobs with the same key, until its time is over or it is cancelled', async () => {
      const kind = await open();
      const once = { key: 'drift', withinMs: 3_600_000 };
      const ids = await Promise.all(
        Array.from({ length: 5 }, () => queue.enqueueOnce(kind, { reason: 'drift' }, once)),
      );
      const [id, ...others] = ids.filter((one) => one !== undefined);
      expect(others).toEqual([]);
      expect(await queue.find(id!)).toMatchObject({ state: 'waiting', data: { reason: 'drift' } });
      expect(await queue.enqueueOnce(kind, {}, { ...once, key: 'another' })).toBeDefined();
      await queue.cancel(id!);
      expect(await queue.enqueueOnce(kind, {}, once)).toBeDefined();
    });

    if (startServer === databaseForTests)
      it('leaves the migrations as they are', async () => {
        await open();
        expect((await migrate(server.connectionString)).applied).toEqual([]);
      });

    it('refuses a kind that was not opened', async () => {
      await open();
      await expect(queue.enqueue('something-else', {})).rejects.toMatchObject({ code: 'unknown-kind' });
    });
  },
);
