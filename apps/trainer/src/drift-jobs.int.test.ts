import { modelVersion, patientId } from '@beatwatch/contracts';
import { openJobQueue, type JobQueue } from '@beatwatch/job-queue';
import type { Drift } from '@beatwatch/retraining';
import { openDatabase, type Database } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { retrainOnDrift } from './drift-jobs.ts';
import { retrainKind } from './jobs/retrain-job.ts';

let server: TestDatabase;
let database: Database;
let queue: JobQueue;
beforeAll(async () => {
  server = await databaseForTests();
  database = openDatabase({ connectionString: server.connectionString });
  queue = await openJobQueue({ pool: database.pool, kinds: [retrainKind], onError: () => undefined });
});
afterAll(async () => {
  await queue.close();
  await database.close();
  await server.stop();
});

const drift = (patient: string, measure: Drift['measure'], level: Drift['level']): Drift => ({
  patientId: patientId(patient),
  modelVersion: modelVersion('m-1'),
  measure,
  stabilityIndex: 0.3,
  level,
  ks: 0.4,
  ksProbability: 0,
  before: { values: 200, median: 70 },
  after: { values: 200, median: 85 },
});

const moderate = ['a', 'b', 'c', 'd', 'e'].map((patient) => drift(patient, 'heart rate', 'moderate'));
/** Two of five patients, one of them in two ways. */
const moved = [
  ...moderate,
  drift('a', 'anomaly score', 'strong'),
  drift('a', 'signal quality', 'strong'),
  drift('b', 'anomaly score', 'strong'),
];

it('is one job with its reason where enough patients drift, and no second one for a while', async () => {
  const settings = { share: 0.4, onceInMs: 24 * 3_600_000 };
  expect(await retrainOnDrift(queue, [], settings)).toBeUndefined();
  expect(await retrainOnDrift(queue, moderate, settings)).toBeUndefined();
  expect(await retrainOnDrift(queue, moved, { ...settings, share: 0.5 })).toBeUndefined();
  expect(await queue.list()).toEqual([]);

  const ids = await Promise.all([1, 2, 3].map(() => retrainOnDrift(queue, moved, settings)));
  const [id] = ids.filter((one) => one !== undefined);
  const jobs = await queue.list();
  expect(jobs).toMatchObject([
    {
      id,
      kind: retrainKind,
      state: 'waiting',
      data: { reason: 'drift: something moved strongly for 2 of 5 patients', base: 'champion', epochs: 6 },
    },
  ]);
  expect(await retrainOnDrift(queue, moved, settings)).toBeUndefined();
});
