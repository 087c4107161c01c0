import { openJobQueue, type Job, type JobQueue, type JobWorker } from '@beatwatch/job-queue';
import { openDatabase, type Database } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { fineTuneKind, jobKinds, retrainKind, type RetrainProgress } from '@beatwatch/trainer';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

const beatwatch = fileURLToPath(new URL('../../bin/beatwatch.mjs', import.meta.url));

let server: TestDatabase;
let database: Database;
let queue: JobQueue;
const workers: JobWorker[] = [];

beforeAll(async () => {
  server = await databaseForTests();
  database = openDatabase({ connectionString: server.connectionString });
  queue = await openJobQueue({ pool: database.pool, kinds: jobKinds, onError: () => undefined });
});
afterEach(() => Promise.all(workers.splice(0).map((worker) => worker.stop())));
afterAll(async () => {
  await queue.close();
  await database.close();
  await server.stop();
});

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const command = (...words: string[]): Promise<Outcome> =>
  new Promise((resolve) => {
    const env = { ...process.env, DATABASE_URL: server.connectionString };
    execFile(process.execPath, [beatwatch, ...words], { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });

const progress: RetrainProgress = { phase: 'selecting', share: 0.05, losses: [] };

describe('the commands for jobs', () => {
  it('create a job with what was asked for, show it and cancel it', async () => {
    const made = await command('retrain', '--since', '2h', '--patients', 'ann,bob', '--seed', '7', '--json');
    expect(made.code, made.stderr).toBe(0);
    const { id } = JSON.parse(made.stdout) as { id: string };
    const shown = await command('jobs', 'show', id, '--json');
    expect(JSON.parse(shown.stdout)).toMatchObject({
      id,
      state: 'waiting',
      data: { sinceMs: 7_200_000, patients: ['ann', 'bob'], seed: 7, base: 'champion', epochs: 6 },
    });
    expect((await command('jobs')).stdout).toContain(id);
    expect((await command('jobs', 'cancel', id)).stdout).toBe('cancelled\n');
    const again = await command('jobs', 'cancel', id);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('beatwatch: the job had ended: cancelled');
  });

  it('wait for a job: its progress, and why there is no result', async () => {
    workers.push(
      queue.work(
        retrainKind,
        async ({ report }) => {
          report(progress);
          await new Promise((resolve) => setTimeout(resolve, 1500));
          throw Object.assign(new Error('the weights ran away'), { name: 'TrainerError' });
        },
        { pollMs: 50, heartbeatMs: 50 },
      ),
    );
    const waiting = command('retrain', '--wait');
    const running = async (): Promise<Job | undefined> =>
      (await queue.list()).find(({ state }) => state === 'running');
    await expect.poll(running, { timeout: 60_000 }).toBeDefined();
    const { code, stdout, stderr } = await waiting;
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('begun again: the weights ran away');
    expect(stderr).toContain('beatwatch: the job failed: the weights ran away');
  });

  it('wait for all of a batch, whatever becomes of one patient', async () => {
    workers.push(
      queue.work(
        fineTuneKind,
        ({ job: { data } }) =>
          JSON.stringify(data).includes('ann')
            ? Promise.reject(Object.assign(new Error('no beats of hers'), { name: 'TrainerError' }))
            : Promise.resolve({}),
        { pollMs: 50, heartbeatMs: 50 },
      ),
    );
    const words = ['--patients', 'ann,bob', '--epochs', '2', '--wait', '--json'];
    const { code, stdout, stderr } = await command('retrain', '--each-patient', ...words);
    expect(code, stderr).toBe(0);
    const { jobs } = JSON.parse(stdout) as { jobs: readonly Job[] };
    expect(jobs).toMatchObject([
      { state: 'failed', failure: 'no beats of hers', data: { patient: 'ann', epochs: 2 } },
      { state: 'completed', data: { patient: 'bob', epochs: 2 } },
    ]);
  });

  it('keep one schedule, and end it', async () => {
    const made = await command(
      'jobs',
      'schedule',
      '30 3 * * 0',
      '--since',
      '14d',
      '--time-zone',
      'Europe/Vienna',
    );
    expect(made.stdout).toContain('retrain at 30 3 * * 0 (Europe/Vienna)');
    const listed = await command('jobs', 'list', '--json');
    expect(JSON.parse(listed.stdout)).toMatchObject({
      schedules: [{ cron: '30 3 * * 0', timeZone: 'Europe/Vienna', data: { sinceMs: 1_209_600_000 } }],
    });
    expect((await command('jobs', 'schedule', 'off')).stdout).toBe('the schedule is gone\n');
    expect((await command('jobs', 'schedule', 'off')).stdout).toBe('there was no schedule\n');
  });

  it.each([
    [['retrain', '--since', 'yesterday'], 2, 'found "yesterday", expected'],
    [['retrain', '--patients', 'a b'], 2, 'patients[0]: found "a b"'],
    [['retrain', '--engine', 'abacus'], 2, 'Allowed choices are onnx, tensorflow'],
    [
      ['retrain', '--each-patient', '--what', 'beats'],
      2,
      '--each-patient: found --what or --engine, expected',
    ],
    [['jobs', 'schedule', 'every night'], 2, 'cron: found "every night", expected minute, hour'],
    [['jobs', 'schedule', '* * * * *', '--time-zone', 'Middle/Earth'], 2, 'timeZone: found "Middle/Earth"'],
    [['jobs', 'show', 'nothing'], 1, 'no job has the id nothing'],
  ])('refuse %j', async (words, code, message) => {
    const outcome = await command(...words);
    expect(outcome).toMatchObject({ code, stdout: '' });
    expect(outcome.stderr).toContain(message);
  });
});
