import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modelVersion, patientId } from '@beatwatch/contracts';
import { openJobQueue, type Job } from '@beatwatch/job-queue';
import { loadModel } from '@beatwatch/model-core';
import { openDatabase } from '@beatwatch/timescale';
import { databaseForTests } from '@beatwatch/timescale/testing';
import { expect, it } from 'vitest';
import { fineTuneDataOf, fineTuneKind, fineTuneResultSchema, jobKinds } from '../index.ts';
import { TrainerProcess } from '../test-trainer.ts';
import { storePatient } from '../test-ward.ts';

it('gives each patient a model of their own, whatever becomes of others, and ends when nothing is left to do', async () => {
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
    const batch = randomUUID();
    const enqueue = (patient: string): Promise<string> =>
      queue.enqueue(
        fineTuneKind,
        fineTuneDataOf({ patient, batch, actor: 'Ann', assign: true, epochs: 1, beatsPerPatient: 96 }),
      );
    const ids = [await enqueue('ann'), await enqueue('nobody'), await enqueue('bob')];
    const trainer = await TrainerProcess.start({
      DATABASE_URL: server.connectionString,
      TRAINER_DATA_DIR: dataDir,
      TRAINER_KINDS: fineTuneKind,
      TRAINER_END_WHEN_IDLE_S: '5',
    });
    await trainer.ended;

    const jobs = await Promise.all(ids.map((id) => queue.find(id)));
    expect(jobs.map((job) => job?.state)).toEqual(['completed', 'failed', 'completed']);
    expect(jobs[1]?.failure).toContain('beats to train on');
    const [ann, bob] = [jobs[0], jobs[2]].map((job) => resultOf(job!));
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
    expect((await repositories.assignments.inForce()).patients.size).toBe(0);
    expect(await repositories.models.aliased('wearable', 'challenger')).toBeUndefined();
  } finally {
    await queue.close();
    await database.close();
    await server.stop();
    await rm(dataDir, { recursive: true });
  }
}, 400_000);

const resultOf = (job: Job) => fineTuneResultSchema.parse(job.result);
