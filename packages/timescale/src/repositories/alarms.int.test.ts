import type { AlarmEvent } from '@beatwatch/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../database.ts';
import type { Repositories } from '../repositories.ts';
import { databaseForTests, type TestDatabase } from '../testing/index.ts';
import { alarmEventAt, anotherPatient, chunkAt } from '../testing/rows.ts';

// A whole minute, some way back, that no policy touches.
const startUs = Math.floor(Date.now() / 60_000) * 60_000_000 - 30 * 60_000_000;
const secondUs = 1_000_000;
const atSecond = (second: number): number => startUs + second * secondUs;

let test: TestDatabase;
let database: Database;
let repositories: Repositories;

beforeAll(async () => {
  test = await databaseForTests();
  database = openDatabase({ connectionString: test.connectionString });
  repositories = database.repositories;
});

afterAll(async () => {
  await database.close();
  await test.stop();
});

describe('changes of an alarm', () => {
  it('keep the order of their numbers, back to active too', async () => {
    const active = alarmEventAt(anotherPatient(), startUs);
    const changes: AlarmEvent[] = (['active', 'latched', 'active', 'acknowledged', 'resolved'] as const).map(
      (state, index) => ({ ...active, state, changeNumber: index + 1, timeUs: startUs + ((index * 7) % 5) }),
    );
    await repositories.alarms.write([changes[2]!, changes[0]!, changes[1]!]);
    expect(await repositories.alarms.find(active.alarmId)).toMatchObject(changes[2]!);
    await repositories.alarms.write([changes[1]!]);
    expect(await repositories.alarms.find(active.alarmId)).toMatchObject(changes[2]!);
    await repositories.alarms.write(changes);
    expect(await repositories.alarms.find(active.alarmId)).toMatchObject(changes[4]!);
    expect(await repositories.alarms.history(active.alarmId)).toEqual(changes);
  });

  it('with the same number, after a crash, are both kept, and the alarm has the state of the later one', async () => {
    const active = alarmEventAt(anotherPatient(), startUs);
    const acknowledged = { ...active, state: 'acknowledged', changeNumber: 2, actor: 'K.' } as const;
    const resolved = { ...active, state: 'resolved', changeNumber: 2, timeUs: atSecond(9) } as const;
    await repositories.alarms.write([active, acknowledged]);
    await repositories.alarms.write([active, resolved]);
    expect(await repositories.alarms.find(active.alarmId)).toMatchObject(resolved);
    expect(await repositories.alarms.history(active.alarmId)).toEqual([active, acknowledged, resolved]);
  });
});

describe('open alarms', () => {
  it('begin with the most urgent, however many were raised after it', async () => {
    const at = (second: number, kind: AlarmEvent['kind'], priority: AlarmEvent['priority']): AlarmEvent => ({
      ...alarmEventAt(anotherPatient(), atSecond(second)),
      kind,
      priority,
    });
    const urgent = at(0, 'ventricular-fibrillation', 'high');
    const run = at(1, 'ventricular-run', 'medium');
    const advisories = Array.from({ length: 60 }, (_, second) => at(second + 2, 'bigeminy', 'low'));
    await repositories.alarms.write([urgent, run, ...advisories]);
    const listed = await repositories.alarms.list({ openOnly: true, limit: 40 });
    expect(listed).toHaveLength(40);
    const placeOf = ({ alarmId }: AlarmEvent) => listed.findIndex((alarm) => alarm.alarmId === alarmId);
    expect(placeOf(urgent)).toBeGreaterThanOrEqual(0);
    expect(placeOf(run)).toBeGreaterThan(placeOf(urgent));
    const priorities = listed.map(({ priority }) => ['high', 'medium', 'low'].indexOf(priority));
    expect(priorities).toEqual(priorities.toSorted((a, b) => a - b));
  });
});

describe('the strip of an alarm', () => {
  it('is the signal around its changes, completed as it arrives, and outlives the waveform', async () => {
    const patient = anotherPatient();
    const quality = { qualityIndex: 0.75, faults: ['muscle', 'baseline'], fibrillationIndex: 0.125 } as const;
    const chunks = Array.from({ length: 90 }, (_, second) => chunkAt(patient, atSecond(second), { quality }));
    // Raised at 20 s on a strip from 12 s on, over at 60 s.
    const raised = alarmEventAt(patient, atSecond(20));
    const over = { ...raised, state: 'latched', changeNumber: 2, timeUs: atSecond(60) } as const;
    const resolved = {
      ...over,
      state: 'resolved',
      changeNumber: 3,
      actor: 'K.',
      timeUs: atSecond(80),
    } as const;
    await repositories.alarms.keepStrips({ untilMs: 0 });
    await repositories.waveforms.write(chunks.slice(0, 21));
    await repositories.alarms.write([raised]);
    expect(await repositories.alarms.keepStrips({ untilMs: 60_000 })).toBe(1);
    expect(await repositories.alarms.strip(raised.alarmId)).toEqual(chunks.slice(10, 21));
    await repositories.waveforms.write(chunks);
    await repositories.alarms.write([raised, over, resolved]);
    expect(await repositories.alarms.keepStrips({ untilMs: 0 })).toBe(0);
    await database.pool.query('delete from waveform where patient_id = $1', [patient]);
    expect(await repositories.alarms.keepStrips({ untilMs: 0 })).toBe(0);
    expect(await repositories.alarms.strip(raised.alarmId)).toEqual([
      ...chunks.slice(10, 40),
      ...chunks.slice(50, 65),
    ]);
  });
});

describe('labels', () => {
  it('are all kept, and the alarm shows the last one', async () => {
    const event = alarmEventAt(anotherPatient(), startUs);
    const { alarmId, patientId } = event;
    await repositories.alarms.write([event]);
    const first = { alarmId, patientId, label: 'true', actor: 'Nurse K.', timeUs: atSecond(50) } as const;
    const second = { ...first, label: 'false', actor: 'Dr. L.', timeUs: atSecond(40) } as const;
    for (const labelling of [first, second, first]) await repositories.alarms.label(labelling);
    expect(await repositories.alarms.labels(alarmId)).toEqual([first, second]);
    expect(await repositories.alarms.find(alarmId)).toMatchObject({ label: 'false' });
    expect(await repositories.alarms.list({ patientId, limit: 5 })).toMatchObject([{ label: 'false' }]);
  });
});

describe('thresholds set by staff', () => {
  it('apply from the last one stored until it is withdrawn', async () => {
    const patientId = anotherPatient();
    expect(await repositories.thresholds.inForce(patientId)).toBeUndefined();
    const set = { patientId, value: 12.5, actor: 'Dr. L.', timeUs: atSecond(90) };
    const takenBack = { patientId, actor: 'Nurse K.', timeUs: atSecond(10) };
    await repositories.thresholds.set(set);
    expect(await repositories.thresholds.inForce(patientId)).toEqual(set);
    for (const change of [takenBack, set]) await repositories.thresholds.set(change);
    expect(await repositories.thresholds.inForce(patientId)).toEqual(takenBack);
    expect(await repositories.thresholds.history(patientId, 5)).toEqual([takenBack, set]);
    expect(await repositories.thresholds.history(patientId, 1)).toEqual([takenBack]);
  });
});

describe('knowledge of the signal', () => {
  it('includes its quality by the second, of whole seconds only', async () => {
    const patientId = anotherPatient();
    const clean = { qualityIndex: 1, faults: [], fibrillationIndex: 0 };
    const noisy = {
      qualityIndex: 0.25,
      faults: ['muscle', 'electrode-motion'],
      fibrillationIndex: 0.5,
    } as const;
    await repositories.waveforms.write([
      chunkAt(patientId, atSecond(0), { quality: clean }),
      chunkAt(patientId, atSecond(1), { quality: noisy }),
      chunkAt(patientId, atSecond(2)),
    ]);
    const range = { patientId, fromUs: atSecond(0), toUs: atSecond(60) };
    expect(await repositories.waveforms.quality(range)).toEqual([
      { lead: 'II', timeUs: atSecond(0), ...clean },
      { lead: 'II', timeUs: atSecond(1), ...noisy },
    ]);
  });

  it('includes its gaps and their reasons', async () => {
    const patientId = anotherPatient();
    const gap = {
      patientId,
      lead: 'II',
      deviceId: chunkAt(patientId, 0).deviceId,
      fromUs: atSecond(5),
      toUs: atSecond(8),
      reason: 'gap',
      lostPackets: 3,
    } as const;
    const { lostPackets: _, ...plain } = gap;
    const jump = { ...plain, fromUs: atSecond(20), toUs: atSecond(1), reason: 'clock-jump' } as const;
    await repositories.gaps.write([jump, gap]);
    await repositories.gaps.write([gap]);
    expect(await repositories.gaps.read({ patientId, fromUs: atSecond(0), toUs: atSecond(60) })).toEqual([
      gap,
      jump,
    ]);
    expect(await repositories.gaps.read({ patientId, fromUs: atSecond(6), toUs: atSecond(20) })).toEqual([]);
  });
});
