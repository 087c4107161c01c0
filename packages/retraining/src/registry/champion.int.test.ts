import { randomUUID } from 'node:crypto';
import { modelVersion, type ModelVersion } from '@beatwatch/contracts';
import { openDatabase, type Database } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { assignModel } from './assign-model.ts';
import { promote, rollBack } from './champion.ts';

const [first, second, shipped] = ['lstm-ae-16-1', 'lstm-ae-16-2', 'lstm-ae-16-0'].map(modelVersion);
const ann = { actor: 'Ann', reason: 'fewer false alarms on the reference sets' };

let server: TestDatabase;
let database: Database;

beforeAll(async () => {
  server = await databaseForTests();
  database = openDatabase({ connectionString: server.connectionString });
  for (const version of [first!, second!]) {
    await database.repositories.models.register({
      version,
      manifest: {},
      fingerprint: 'f',
      folder: `registry/${version}`,
      baseVersion: shipped!,
      jobId: randomUUID(),
    });
  }
});
afterAll(async () => {
  await database.close();
  await server.stop();
});

const champion = (): Promise<ModelVersion | undefined> =>
  database.repositories.models.aliased('wearable', 'champion');

it('promotes, and goes back step by step to the shipped model, each with who and why', async () => {
  const { repositories } = database;
  await expect(promote(repositories, ann)).rejects.toThrow('no model that waits');
  await repositories.models.setAlias({
    name: 'wearable',
    alias: 'challenger',
    version: first!,
    actor: 'job',
  });
  expect(await promote(repositories, ann)).toEqual({ version: first, previous: undefined });
  await expect(promote(repositories, { ...ann, version: first! })).rejects.toThrow('which is the champion');
  expect(await promote(repositories, { ...ann, version: second! })).toEqual({
    version: second,
    previous: first,
  });
  expect(await champion()).toBe(second);

  expect(await rollBack(repositories, { actor: 'Bob', reason: 'missed a run' })).toMatchObject({
    version: first,
  });
  expect(await champion()).toBe(first);
  await rollBack(repositories, { actor: 'Bob', reason: 'to be sure' });
  expect(await champion()).toBeUndefined();
  await expect(rollBack(repositories, ann)).rejects.toThrow('no promotion that stands');

  const history = await repositories.decisions.list('wearable');
  expect(history.map(({ action, version, actor, reason }) => [action, version, actor, reason])).toEqual([
    ['promote', first, 'Ann', ann.reason],
    ['promote', second, 'Ann', ann.reason],
    ['roll-back', first, 'Bob', 'missed a run'],
    ['roll-back', undefined, 'Bob', 'to be sure'],
  ]);
});

it('changes nothing where someone else has decided in between, and refuses what is not registered', async () => {
  const { decisions } = database.repositories;
  const stale = { name: 'wearable', action: 'promote' as const, version: second!, previous: first!, ...ann };
  expect(await decisions.changeChampion(stale)).toBe(false);
  expect(await champion()).toBeUndefined();
  await expect(promote(database.repositories, { ...ann, version: shipped! })).rejects.toThrow(
    'expected a registered model',
  );
});

it('gives a patient another model and takes it again, on record, and no model that is not registered', async () => {
  const { repositories } = database;
  const to = { scope: 'patient' as const, target: 'p-1', ...ann };
  await assignModel(repositories, { ...to, version: first! });
  expect([...(await repositories.assignments.inForce()).patients]).toEqual([['p-1', first]]);
  await assignModel(repositories, to);
  expect((await repositories.assignments.inForce()).patients.size).toBe(0);
  await expect(assignModel(repositories, { ...to, version: shipped! })).rejects.toThrow(
    'the model to assign',
  );
  const assigned = (await repositories.decisions.list('wearable')).filter(
    ({ action }) => action === 'assign',
  );
  expect(assigned.map(({ target, version, actor }) => [target, version, actor])).toEqual([
    ['patient p-1', first, 'Ann'],
    ['patient p-1', undefined, 'Ann'],
  ]);
});
