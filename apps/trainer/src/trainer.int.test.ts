import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { patientId, type ModelVersion } from '@beatwatch/contracts';
import { openJobQueue, type Job, type JobQueue } from '@beatwatch/job-queue';
import { loadModel } from '@beatwatch/model-core';
import { beatsFolderOf, loadBeatsModel } from '@beatwatch/signal-models';
import { openDatabase, type Database } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  retrainDataOf,
  retrainKind,
  retrainProgressSchema,
  retrainResultSchema,
  type RetrainProgress,
  type RetrainRequest,
  type RetrainResult,
} from './index.ts';
import { TrainerProcess } from './test-trainer.ts';
import { storeLabelledRun, storePatient } from './test-ward.ts';

let server: TestDatabase;
let database: Database;
let queue: JobQueue;
let dataDir: string;
const trainers: TrainerProcess[] = [];

beforeAll(async () => {
  server = await databaseForTests();
  database = openDatabase({ connectionString: server.connectionString });
  queue = await openJobQueue({ pool: database.pool, kinds: [retrainKind], onError: () => undefined });
  dataDir = await mkdtemp(join(tmpdir(), 'beatwatch-trainer-'));
  const fromUs = (Date.now() - 20 * 60_000) * 1000;
  for (const [index, name] of ['ann', 'bob'].entries())
    await storePatient(database.repositories, {
      patientId: patientId(name),
      beats: 150,
      fromUs,
      seed: index + 1,
    });
});
afterAll(async () => {
  await queue.close();
  await database.close();
  await server.stop();
  await rm(dataDir, { recursive: true });
});
afterEach(async () => {
  // A job that a failed test has left would be the next test's.
  for (const { id } of await queue.list({ limit: 200 })) await queue.cancel(id);
  await Promise.all(trainers.splice(0).map((trainer) => trainer.kill()));
});

async function startTrainer(env: Readonly<Record<string, string>> = {}): Promise<TrainerProcess> {
  const trainer = await TrainerProcess.start({
    DATABASE_URL: server.connectionString,
    TRAINER_DATA_DIR: dataDir,
    TRAINER_STUCK_AFTER_S: '3',
    ...env,
  });
  trainers.push(trainer);
  return trainer;
}

const small: RetrainRequest = {
  sinceMs: 3_600_000,
  patients: ['ann', 'bob'],
  beatsPerPatient: 96,
  epochs: 6,
  seed: 7,
};

/** On a machine that has much else to do, a process takes ten seconds to load. */
const patient = { timeout: 100_000, interval: 100 };
const create = (request: RetrainRequest = small): Promise<string> =>
  queue.enqueue(retrainKind, retrainDataOf(request));

async function jobOf(id: string): Promise<Job> {
  const job = await queue.find(id);
  if (job === undefined) throw new Error(`no job ${id}`);
  return job;
}
const progressOf = async (id: string): Promise<RetrainProgress | undefined> =>
  retrainProgressSchema.optional().parse((await jobOf(id)).progress);
const epochsOf = async (id: string): Promise<number> => (await progressOf(id))?.losses.length ?? 0;

async function completed(id: string): Promise<RetrainResult> {
  await expect
    .poll(async () => ({ state: (await jobOf(id)).state, failure: (await jobOf(id)).failure }), {
      ...patient,
    })
    .toMatchObject({ state: 'completed' });
  return retrainResultSchema.parse((await jobOf(id)).result);
}

/** Processes below one, as the operating system lists them. */
const childrenOf = (pid: number): number[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child = 0, parent]) => (parent === pid ? [child] : []));

/** The process of its job ends with it. */
async function killTrainer(trainer: TrainerProcess): Promise<void> {
  const [child = 0] = childrenOf(trainer.pid);
  expect(child).toBeGreaterThan(0);
  await trainer.kill();
  await expect.poll(() => isAlive(child), patient).toBe(false);
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('the trainer', { timeout: 300_000 }, () => {
  it('trains, compares and registers a model, which learned from the beats that count as normal', async () => {
    await startTrainer({ TRAINER_PROMOTE_BETTER_BY: '0.25' });
    const id = await create();
    const result = await completed(id);
    expect(result.patients).toBe(2);
    // One of the two patients is held out.
    expect([result.trainBeats, result.validationBeats]).toEqual([96, 96]);
    expect(await database.repositories.selections.find(result.selectionFingerprint)).toBeDefined();
    expect(result.losses.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(result.losses.at(-1)!.trainLoss).toBeLessThan(result.losses[0]!.trainLoss);
    const { champion, challenger } = result.validation!;
    expect(champion.version).toBe(result.baseVersion);
    expect(challenger.version).toBe(result.version);
    expect(challenger.medianLoss).not.toBe(champion.medianLoss);
    // No reference set is there: what was forgotten is unknown.
    expect(result.verdict).toMatchObject({ promote: false });
    expect(result.verdict.sentence).toContain('no reference set could be read');
    const model = await loadModel(result.folder);
    expect(model.manifest.version).toBe(result.version);
    const { models } = database.repositories;
    expect(await models.aliased('wearable', 'challenger')).toBe(result.version);
    expect(await models.registered(result.version as ModelVersion)).toMatchObject({
      fingerprint: result.fingerprint,
      baseVersion: result.baseVersion,
      jobId: id,
    });
    const report = await readFile(result.reportFile, 'utf8');
    expect(report).toContain(result.version);
    expect(report).toContain('better by at least 0.25');
    // A model that was trained here can be trained further.
    const further = await completed(await create({ ...small, base: result.version, epochs: 1 }));
    expect(further.baseVersion).toBe(result.version);
  });

  it('trains the classes of beats where alarms are labelled, and registers them with the autoencoder that they need', async () => {
    const { repositories } = database;
    const beats = await storePatient(repositories, {
      patientId: patientId('cid'),
      beats: 1500,
      fromUs: (Date.now() - 30 * 60_000) * 1000,
      seed: 3,
    });
    // The last is held out for the comparison, the one before validates.
    for (const from of [200, 250, 300, 650, 1400])
      await storeLabelledRun(repositories, beats.slice(from, from + 3), 'false');
    await startTrainer();
    const request: RetrainRequest = { sinceMs: 3_600_000, patients: ['cid'], seed: 7 };
    const result = await completed(await create(request));
    expect(result).toMatchObject({ what: 'beats', patients: 1, validationBeats: 3, losses: [] });
    expect(result.trainBeats).toBeGreaterThan(300);
    expect(result.labels!.before.falseAlarms.beats).toBe(3);
    const [encoder, trees] = result.version.split('_');
    expect(encoder).toBe(result.baseVersion);
    expect((await loadModel(result.folder)).manifest.version).toBe(encoder);
    expect((await loadBeatsModel(beatsFolderOf(result.folder)!)).manifest.version).toBe(trees);
    expect(await repositories.models.aliased('wearable', 'challenger')).toBe(result.version);
    expect(await readFile(result.reportFile, 'utf8')).toContain('Trees were added');
    // An autoencoder that is trained further from it keeps its trees.
    const further = await completed(
      await create({ ...small, what: 'autoencoder', base: result.version, epochs: 1 }),
    );
    expect(further.version.split('_')[1]).toBe(trees);
    // The same again is the same model.
    expect((await completed(await create(request))).fingerprint).toBe(result.fingerprint);
  });

  it('goes on after kill -9 of everything, at any moment, to the weights of an undisturbed run', async () => {
    await startTrainer();
    const request = { ...small, epochs: 100, seed: 11 };
    const undisturbed = await completed(await create(request));
    await trainers.pop()!.kill();
    const id = await create(request);
    const first = await startTrainer();
    await expect.poll(() => epochsOf(id), patient).toBeGreaterThan(0);
    const killedAt = await epochsOf(id);
    for (const child of childrenOf(first.pid)) process.kill(child, 'SIGKILL');
    await expect.poll(async () => (await jobOf(id)).retries, patient).toBe(1);
    await expect.poll(() => epochsOf(id), patient).toBeGreaterThan(killedAt);
    await killTrainer(first);
    // Meanwhile another model comes into use: the job goes on with what it began with.
    await database.repositories.models.setAlias({
      name: 'wearable',
      alias: 'champion',
      version: undisturbed.version as ModelVersion,
      actor: 'test',
    });
    const second = await startTrainer();
    const reached = await epochsOf(id);
    await expect.poll(() => epochsOf(id), patient).toBeGreaterThan(reached);
    await killTrainer(second);
    expect(await jobOf(id)).toMatchObject({ state: 'running', retries: 2 });
    await startTrainer();
    const resumed = await completed(id);
    expect((await jobOf(id)).retries).toBe(3);
    expect(resumed.baseVersion).toBe(undisturbed.baseVersion);
    expect(resumed.fingerprint).toBe(undisturbed.fingerprint);
    expect(resumed.losses).toEqual(undisturbed.losses);
    expect(resumed.selectionFingerprint).toBe(undisturbed.selectionFingerprint);
  });

  it('cancels in the middle of a training, and goes on with the next job', async () => {
    const trainer = await startTrainer();
    const long = await create({ ...small, epochs: 1000 });
    const next = await create({ ...small, epochs: 1 });
    await expect.poll(() => epochsOf(long), patient).toBeGreaterThanOrEqual(1);
    expect((await jobOf(next)).state).toBe('waiting');
    expect(childrenOf(trainer.pid)).toHaveLength(1);
    expect(await queue.cancel(long)).toBe(true);
    await completed(next);
    expect((await jobOf(long)).state).toBe('cancelled');
    expect(
      await database.repositories.models.registered((await completed(next)).version as ModelVersion),
    ).toBeDefined();
  });

  it('fails at once where nothing may be learned from, or the base is unknown', async () => {
    await startTrainer();
    const empty = await create({ ...small, patients: ['nobody'] });
    const baseless = await create({ ...small, base: 'lstm-ae-16-000000000000' });
    for (const id of [empty, baseless])
      await expect.poll(async () => (await jobOf(id)).state, patient).toBe('failed');
    expect(await jobOf(empty)).toMatchObject({ retries: 0 });
    expect((await jobOf(empty)).failure).toContain('beats to train on: found none of 0');
    expect((await jobOf(baseless)).failure).toContain('base: found "lstm-ae-16-000000000000"');
  });

  it('removes what ended jobs had reached', async () => {
    await startTrainer();
    await expect
      .poll(async () => {
        const ended = await queue.list({ kind: retrainKind, limit: 200 });
        return ended.some(({ id }) => existsSync(join(dataDir, 'jobs', id)));
      })
      .toBe(false);
  });
});
