import { modelVersion, type PatientId } from '@beatwatch/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { migrate } from './migrate.ts';
import type { TimeRange } from './stored-rows.ts';
import { databaseOfTests } from './testing/database-of-tests.ts';
import { alarmEventAt, anotherPatient, beatAt, chunkAt, testModel } from './testing/rows.ts';

// A whole minute, some way back, that no policy touches.
const startUs = Math.floor(Date.now() / 60_000) * 60_000_000 - 30 * 60_000_000;
const secondUs = 1_000_000;

const database = databaseOfTests();

function rangeOf(patientId: PatientId, seconds = 3600): TimeRange {
  return { patientId, fromUs: startUs, toUs: startUs + seconds * secondUs };
}

describe('migrations', () => {
  it('change nothing when they are run again', async () => {
    expect(await migrate(database.connectionString)).toEqual({ applied: [] });
  });

  it('can be run by several processes at once', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => migrate(database.connectionString)));
    expect(runs).toEqual([{ applied: [] }, { applied: [] }, { applied: [] }]);
  });

  it('report an unreachable server as a retryable failure', async () => {
    await expect(migrate('postgres://nobody@127.0.0.1:1/none')).rejects.toMatchObject({
      code: 'connection',
      retryable: true,
    });
  });
});

describe('patients', () => {
  it('are added by id, and kept unchanged afterwards', async () => {
    const [known, unknown] = [anotherPatient(), anotherPatient()];
    const ada = { patientId: known, displayName: 'Ada L.', ward: 'B2' };
    await database.repositories.patients.upsert([{ ...ada, bed: '12' }]);
    await database.repositories.patients.upsert([ada]);
    await database.repositories.patients.ensure([known, unknown, unknown]);
    expect(await database.repositories.patients.find(known)).toEqual({
      patientId: known,
      displayName: 'Ada L.',
      ward: 'B2',
      bed: '12',
      admission: 'automatic',
    });
    expect(await database.repositories.patients.find(unknown)).toEqual({
      patientId: unknown,
      displayName: unknown,
      ward: 'unassigned',
      admission: 'automatic',
    });
    expect((await database.repositories.patients.list()).map(({ patientId }) => patientId)).toEqual(
      expect.arrayContaining([known, unknown]),
    );
    expect(await database.repositories.patients.find(anotherPatient())).toBeUndefined();
  });
});

describe('waveforms', () => {
  it('are read sample by sample, in order, once however often they are written', async () => {
    const patient = anotherPatient();
    const chunks = [0, 1, 2].map((second) => chunkAt(patient, startUs + second * secondUs + 123));
    await database.repositories.waveforms.write([...chunks].reverse());
    await database.repositories.waveforms.write(chunks);
    expect(await database.repositories.waveforms.read(rangeOf(patient))).toEqual(chunks);
  });

  it('include the chunk that began before the range and extends into it', async () => {
    const patient = anotherPatient();
    const [before, across, after] = [-1.2, -0.5, 0.5].map((second) =>
      chunkAt(patient, startUs + second * secondUs),
    );
    await database.repositories.waveforms.write([before!, across!, after!]);
    const range = { patientId: patient, fromUs: startUs, toUs: startUs + 0.5 * secondUs };
    expect(await database.repositories.waveforms.read(range)).toEqual([across]);
  });
});

describe('beats', () => {
  it('are read as they were written, with and without a reference label', async () => {
    const patient = anotherPatient();
    const beats = [
      beatAt(patient, startUs + 1),
      beatAt(patient, startUs + secondUs, {
        referenceLabel: 'V',
        rrIntervalMs: 733.3333333333334,
        precedingRrIntervalMs: 801.5,
        late: true,
      }),
    ];
    await database.repositories.beats.write(beats);
    await database.repositories.beats.write(beats);
    expect(await database.repositories.beats.find(patient, startUs + 1)).toEqual(beats[0]);
    expect(await database.repositories.beats.find(patient, startUs + secondUs)).toEqual(beats[1]);
    expect(await database.repositories.beats.find(patient, startUs + 2)).toBeUndefined();
    expect(await database.repositories.beats.count(rangeOf(patient))).toBe(2);
    expect(await database.repositories.beats.count(rangeOf(patient, 1))).toBe(1);
  });

  it('keep any time to the microsecond', async () => {
    const patient = anotherPatient();
    const times = fc.sample(fc.integer({ min: startUs - 3.6e9, max: startUs }), 300);
    const awkward = [startUs - 999_999, startUs - 1, startUs + 1];
    const beats = [...new Set([...times, ...awkward])].map((timeUs) => beatAt(patient, timeUs));
    await database.repositories.beats.write(beats);
    for (const beat of beats.slice(-40)) {
      expect(await database.repositories.beats.find(patient, beat.timeUs)).toEqual(beat);
    }
    const stored = await database.pool.query<{ time_us: number }>(
      'select epoch_us(time) as time_us from beat where patient_id = $1',
      [patient],
    );
    expect(stored.rows.map((row) => row.time_us).sort()).toEqual(beats.map(({ timeUs }) => timeUs).sort());
  });
});

describe('alarms', () => {
  it('show their newest state and keep their history, however often and in whatever order it is written', async () => {
    const patient = anotherPatient();
    const active = alarmEventAt(patient, startUs);
    // The nurse's clock runs ahead of the patient's time axis.
    const acknowledged = {
      ...active,
      state: 'acknowledged',
      changeNumber: 2,
      actor: 'Nurse K.',
      timeUs: startUs + 1e10,
    } as const;
    const resolved = {
      ...active,
      state: 'resolved',
      changeNumber: 3,
      timeUs: startUs + 9 * secondUs,
    } as const;
    await database.repositories.alarms.write([active]);
    expect(
      await database.repositories.alarms.list({ patientId: patient, openOnly: true, limit: 5 }),
    ).toMatchObject([active]);
    await database.repositories.alarms.write([resolved, acknowledged]);
    await database.repositories.alarms.write([active, acknowledged]);
    expect(await database.repositories.alarms.find(active.alarmId)).toMatchObject(resolved);
    expect(await database.repositories.alarms.history(active.alarmId)).toEqual([
      active,
      acknowledged,
      resolved,
    ]);
    expect(await database.repositories.alarms.list({ patientId: patient, openOnly: true, limit: 5 })).toEqual(
      [],
    );
  });

  it('are listed newest first, of one patient or of all', async () => {
    const [one, other] = [anotherPatient(), anotherPatient()];
    const events = [
      alarmEventAt(one, startUs + 2e12),
      alarmEventAt(other, startUs + 3e12),
      alarmEventAt(one, startUs + 4e12),
    ];
    await database.repositories.alarms.write(events);
    const listed = await database.repositories.alarms.list({ limit: 3 });
    expect(listed.map(({ alarmId }) => alarmId)).toEqual(events.map(({ alarmId }) => alarmId).reverse());
    expect(listed[0]!.updatedAtUs).toBeGreaterThan(1e15);
    expect(await database.repositories.alarms.list({ patientId: one, limit: 10 })).toHaveLength(2);
    expect(await database.repositories.alarms.list({ patientId: one, limit: 1 })).toMatchObject([events[2]]);
  });
});

describe('checkpoints', () => {
  const key = { logId: 'log-a', processor: 'ingest', topic: 'ecg.packets.v1', partition: 3 };
  const checkpointOf = (patientId: PatientId, nextOffset: number, size = 5000) => ({
    ...key,
    patientId,
    nextOffset,
    state: new Uint8Array(size).map((_, index) => (index * 7 + nextOffset) % 256),
  });

  it('are read by partition, the newest of each patient', async () => {
    const [one, other] = [anotherPatient(), anotherPatient()].sort() as [PatientId, PatientId];
    await database.repositories.checkpoints.write([
      checkpointOf(one, 10),
      checkpointOf(other, 2 ** 40, 20_000),
    ]);
    await database.repositories.checkpoints.write([checkpointOf(one, 11), checkpointOf(one, 12)]);
    expect(await database.repositories.checkpoints.read(key)).toMatchObject([
      checkpointOf(one, 12),
      checkpointOf(other, 2 ** 40, 20_000),
    ]);
    expect(await database.repositories.checkpoints.read({ ...key, partition: 4 })).toEqual([]);
  });

  it('are removed for patients who are gone, but not where they were stored since', async () => {
    const [gone, back] = [anotherPatient(), anotherPatient()];
    const other = { ...key, partition: 5 };
    const rows = [gone, back].map((id) => ({ ...checkpointOf(id, 10), partition: 5 }));
    await database.repositories.checkpoints.write(rows);
    const [{ storedAtMs = NaN } = {}] = await database.repositories.checkpoints.read(other);
    expect(Math.abs(storedAtMs - Date.now())).toBeLessThan(60_000);
    await database.repositories.checkpoints.remove(other, [gone, back], storedAtMs - 1000);
    expect(await database.repositories.checkpoints.read(other)).toHaveLength(2);
    await database.repositories.checkpoints.remove(other, [gone], Date.now() + 60_000);
    expect(await database.repositories.checkpoints.read(other)).toMatchObject([{ patientId: back }]);
  });

  it('are not overwritten by a consumer that lost its partition, but replaced for another log', async () => {
    const patient = anotherPatient();
    const scorer = { ...key, processor: 'scorer' };
    await database.repositories.checkpoints.write([{ ...checkpointOf(patient, 50), ...scorer }]);
    await database.repositories.checkpoints.write([{ ...checkpointOf(patient, 49), ...scorer }]);
    expect(await database.repositories.checkpoints.read(scorer)).toMatchObject([{ nextOffset: 50 }]);
    await database.repositories.checkpoints.write([
      { ...checkpointOf(patient, 1), ...scorer, logId: 'log-b' },
    ]);
    expect(await database.repositories.checkpoints.read(scorer)).toMatchObject([
      { logId: 'log-b', nextOffset: 1 },
    ]);
  });
});

describe('models', () => {
  it('are recorded once', async () => {
    await database.repositories.models.ensure({ version: testModel, manifest: { sequenceLength: 140 } });
    await database.repositories.models.ensure({ version: testModel, manifest: { sequenceLength: 1 } });
    expect(await database.repositories.models.find(testModel)).toEqual({ sequenceLength: 140 });
    expect(await database.repositories.models.find(modelVersion('never-seen'))).toBeUndefined();
    expect(await database.repositories.models.registered(testModel)).toBeUndefined();
  });

  it('that were trained here are registered before they score, and one of them has an alias', async () => {
    const { models } = database.repositories;
    const [first, second] = [modelVersion('trained-1'), modelVersion('trained-2')].map((version) => ({
      version,
      manifest: { version },
      fingerprint: 'ab'.repeat(32),
      folder: `registry/${version}`,
      baseVersion: testModel,
      jobId: '8d7d0a3e-1111-4222-8333-444455556666',
    }));
    for (const model of [first!, first!, second!]) await models.register(model);
    await models.ensure(first!);
    expect(await models.registered(first!.version)).toEqual(first);
    expect(await models.aliased('wearable', 'challenger')).toBeUndefined();
    for (const { version } of [first!, second!])
      await models.setAlias({ name: 'wearable', alias: 'challenger', version, actor: 'test' });
    expect(await models.aliased('wearable', 'challenger')).toBe(second!.version);
    const unknown = { name: 'wearable', alias: 'champion', version: modelVersion('never-seen') } as const;
    await expect(models.setAlias({ ...unknown, actor: 'test' })).rejects.toMatchObject({
      code: 'constraint',
    });
    const { rows } = await database.pool.query('select manifest from model where model_version = $1', [
      testModel,
    ]);
    expect(rows).toEqual([{ manifest: { sequenceLength: 140 } }]);
  });
});

describe('every bulk write', () => {
  it('does nothing without rows', async () => {
    await Promise.all([
      database.repositories.patients.ensure([]),
      database.repositories.patients.upsert([]),
      database.repositories.waveforms.write([]),
      database.repositories.beats.write([]),
      database.repositories.scores.write([]),
      database.repositories.gaps.write([]),
      database.repositories.alarms.write([]),
      database.repositories.checkpoints.write([]),
    ]);
  });

  it('names the function that failed', async () => {
    await database.pool.query('alter table model rename to model_away');
    await expect(
      database.repositories.models.ensure({ version: testModel, manifest: {} }),
    ).rejects.toMatchObject({
      code: 'statement',
      retryable: false,
      context: { doing: 'models.ensure', sqlState: '42P01' },
    });
    await database.pool.query('alter table model_away rename to model');
  });
});
