import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wearableModelDirectory } from '@beatwatch/adaptation';
import { modelVersion, patientId, type ModelVersion } from '@beatwatch/contracts';
import { openJobQueue, type Job } from '@beatwatch/job-queue';
import { loadModel, type Model } from '@beatwatch/model-core';
import { promote } from '@beatwatch/retraining';
import { loadBeatsModel } from '@beatwatch/signal-models';
import { openDatabase, type Repositories } from '@beatwatch/timescale';
import { databaseForTests } from '@beatwatch/timescale/testing';
import { expect, it } from 'vitest';
import { fineTuneDataOf, fineTuneKind, fineTuneResultSchema, jobKinds } from '../index.ts';
import { registerModel } from '../retrain/register-model.ts';
import { wearableModelOf } from '../retrain/wearable-model.ts';
import { shippedTimes } from '../test-model.ts';
import { TrainerProcess } from '../test-trainer.ts';
import { storeLabelledRun, storePatient } from '../test-ward.ts';

it('gives each patient a model of their own, assigns one that is better, whatever becomes of others, and ends when nothing is left to do', async () => {
  const server = await databaseForTests();
  const database = openDatabase({ connectionString: server.connectionString });
  const dataDir = await mkdtemp(join(tmpdir(), 'beatwatch-fine-tune-'));
  const { repositories } = database;
  const queue = await openJobQueue({ pool: database.pool, kinds: jobKinds, onError: () => undefined });
  try {
    for (const [seed, name] of ['ann', 'bob'].entries()) {
      await storePatient(repositories, {
        patientId: patientId(name),
        beats: 150,
        fromUs: (Date.now() - 20 * 60_000) * 1000,
        seed: seed + 1,
      });
    }
    await storeLabelledPatient(repositories, 'cyd');
    const champion = await putIntoService(await shippedTimes(3), { repositories, dataDir });
    const batch = randomUUID();
    const enqueue = (patient: string): Promise<string> =>
      queue.enqueue(
        fineTuneKind,
        fineTuneDataOf({
          patient,
          batch,
          actor: 'Ann',
          assign: true,
          base: 'shipped',
          epochs: 1,
          beatsPerPatient: 96,
        }),
      );
    const ids = [await enqueue('ann'), await enqueue('nobody'), await enqueue('bob'), await enqueue('cyd')];
    const trainer = await TrainerProcess.start({
      DATABASE_URL: server.connectionString,
      TRAINER_DATA_DIR: dataDir,
      TRAINER_KINDS: fineTuneKind,
      TRAINER_END_WHEN_IDLE_S: '5',
    });
    await trainer.ended;

    const jobs = await Promise.all(ids.map((id) => queue.find(id)));
    expect(jobs.map((job) => job?.state)).toEqual(['completed', 'failed', 'completed', 'completed']);
    expect(jobs[1]?.failure).toContain('beats to train on');
    const [ann, bob, cyd] = [jobs[0], jobs[2], jobs[3]].map((job) => resultOf(job!));
    expect(ann!.version).not.toBe(bob!.version);
    for (const { version, folder, baseVersion, verdict, assigned, trainBeats } of [ann!, bob!]) {
      expect((await loadModel(folder)).manifest.version).toBe(version);
      expect(await repositories.models.registered(modelVersion(version))).toMatchObject({ baseVersion });
      expect(trainBeats).toBeGreaterThan(20);
      // Nobody has labelled anything: nothing says that it is better.
      expect(verdict.assign).toBe(false);
      expect(verdict.sentence).toContain('is labelled');
      expect(assigned).toBe(false);
    }
    // The champion knows nothing: what is trained on the patient tells his labelled beats better.
    expect(cyd!.verdict).toMatchObject({
      assign: true,
      sentence: expect.stringContaining('Promote') as string,
    });
    expect(cyd!.assigned).toBe(true);
    expect(await repositories.assignments.inForce()).toEqual({
      patients: new Map([['cyd', cyd!.version]]),
      everybody: champion,
    });
    expect((await repositories.decisions.list('wearable')).at(-1)).toMatchObject({
      action: 'assign',
      actor: 'Ann',
      version: cyd!.version,
    });
  } finally {
    await queue.close();
    await database.close();
    await server.stop();
    await rm(dataDir, { recursive: true });
  }
}, 400_000);

/** Half an hour; in its last quarter of an hour three of each twenty beats have raised an alarm, wrongly and rightly in turns. */
async function storeLabelledPatient(repositories: Repositories, name: string): Promise<void> {
  const isEvidence = (index: number): boolean => index >= 600 && index % 20 >= 17;
  const isRight = (index: number): boolean => Math.floor(index / 20) % 2 === 1;
  const beats = await storePatient(repositories, {
    patientId: patientId(name),
    beats: 1500,
    fromUs: (Date.now() - 30 * 60_000) * 1000,
    seed: 9,
    isEctopic: (index) => isEvidence(index) && isRight(index),
  });
  for (let from = 617; from < beats.length; from += 20)
    await storeLabelledRun(repositories, beats.slice(from, from + 3), isRight(from) ? 'true' : 'false');
}

/** Makes a model everybody's. */
async function putIntoService(
  encoder: Model,
  { repositories, dataDir }: { readonly repositories: Repositories; readonly dataDir: string },
): Promise<ModelVersion> {
  const { version: baseVersion } = (await loadModel(wearableModelDirectory())).manifest;
  const model = await wearableModelOf(
    encoder,
    await loadBeatsModel(wearableModelDirectory(undefined, 'beats')),
  );
  await registerModel(model, repositories, {
    dataDir,
    baseVersion,
    jobId: randomUUID(),
    isChallenger: false,
  });
  await promote(repositories, { version: model.version, actor: 'Bob', reason: 'of the test' });
  return model.version;
}

const resultOf = (job: Job) => fineTuneResultSchema.parse(job.result);
