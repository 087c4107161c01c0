import {
  alarmPriorities,
  byUrgency,
  type AlarmEvent,
  type AlarmId,
  type Silence,
} from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { databaseOfTests } from '../testing/database-of-tests.ts';
import { alarmEventAt, anotherPatient, chunkAt } from '../testing/rows.ts';

// A whole minute, some way back, that no policy touches.
const startUs = Math.floor(Date.now() / 60_000) * 60_000_000 - 30 * 60_000_000;
const secondUs = 1_000_000;
const atSecond = (second: number): number => startUs + second * secondUs;

const database = databaseOfTests();

describe('changes of an alarm', () => {
  it('keep the order of their numbers, back to active too', async () => {
    const active = alarmEventAt(anotherPatient(), startUs);
    const changes: AlarmEvent[] = (['active', 'latched', 'active', 'acknowledged', 'resolved'] as const).map(
      (state, index) => ({ ...active, state, changeNumber: index + 1, timeUs: startUs + ((index * 7) % 5) }),
    );
    await database.repositories.alarms.write([changes[2]!, changes[0]!, changes[1]!]);
    expect(await database.repositories.alarms.find(active.alarmId)).toMatchObject(changes[2]!);
    await database.repositories.alarms.write([changes[1]!]);
    expect(await database.repositories.alarms.find(active.alarmId)).toMatchObject(changes[2]!);
    await database.repositories.alarms.write(changes);
    expect(await database.repositories.alarms.find(active.alarmId)).toMatchObject(changes[4]!);
    expect(await database.repositories.alarms.history(active.alarmId)).toEqual(changes);
  });

  it('with the same number, after a crash, are both kept, and the alarm has the state of the later one', async () => {
    const active = alarmEventAt(anotherPatient(), startUs);
    const acknowledged = { ...active, state: 'acknowledged', changeNumber: 2, actor: 'K.' } as const;
    const resolved = { ...active, state: 'resolved', changeNumber: 2, timeUs: atSecond(9) } as const;
    await database.repositories.alarms.write([active, acknowledged]);
    await database.repositories.alarms.write([active, resolved]);
    expect(await database.repositories.alarms.find(active.alarmId)).toMatchObject({
      ...resolved,
      acknowledgedBy: 'K.',
    });
    expect(await database.repositories.alarms.history(active.alarmId)).toEqual([
      active,
      acknowledged,
      resolved,
    ]);
  });
});

it('keeps silences with their ends, which stay', async () => {
  const patientId = anotherPatient();
  const startedMs = Date.now();
  const silence: Silence = {
    silenceId: `alarm:${patientId}/x/1/${startedMs}`,
    scope: `alarm:${patientId}/x/1`,
    patientId,
    actor: 'Kim',
    startedMs,
    untilMs: startedMs + 120_000,
    covers: [{ alarmId: `${patientId}/x/1` as AlarmId, changeNumber: 2 }],
  };
  const ended: Silence = { ...silence, end: { atMs: startedMs + 1000, actor: 'Lee' } };
  const own = async () =>
    (await database.repositories.silences.since(startedMs)).filter(
      ({ silenceId }) => silenceId === silence.silenceId,
    );
  await database.repositories.silences.write([silence]);
  expect(await own()).toEqual([silence]);
  await database.repositories.silences.write([ended]);
  await database.repositories.silences.write([silence]);
  expect(await own()).toEqual([ended]);
  expect(await database.repositories.silences.since(silence.untilMs + 1)).not.toContainEqual(ended);
});

it('keeps why an alarm ended by itself', async () => {
  const active = alarmEventAt(anotherPatient(), startUs);
  const gone = { ...active, state: 'resolved', changeNumber: 2, reason: 'patient-gone' } as const;
  await database.repositories.alarms.write([active, gone]);
  expect(await database.repositories.alarms.find(active.alarmId)).toMatchObject({ reason: 'patient-gone' });
  expect(await database.repositories.alarms.history(active.alarmId)).toEqual([active, gone]);
});

describe('open alarms', () => {
  const at = (
    second: number,
    kind: AlarmEvent['kind'],
    [state, priority]: readonly [AlarmEvent['state'], AlarmEvent['priority']],
  ): AlarmEvent => ({ ...alarmEventAt(anotherPatient(), atSecond(second)), kind, state, priority });

  it('are listed in order of urgency, of equals the newest first', async () => {
    const states = ['active', 'latched', 'acknowledged'] as const;
    const alarms = (['asystole', 'bigeminy', 'lead-off'] as const).flatMap((kind, place) =>
      states.flatMap((state) =>
        alarmPriorities.flatMap((priority, index) => [
          at(place * 10 + index, kind, [state, priority]),
          at(place * 10 + index + 40, kind, [state, priority]),
        ]),
      ),
    );
    await database.repositories.alarms.write(alarms);
    const ids = new Set(alarms.map(({ alarmId }) => alarmId));
    const listed = await database.repositories.alarms.list({ openOnly: true, limit: 1000 });
    expect(listed).toEqual(listed.toSorted(byUrgency));
    expect(listed.filter(({ alarmId }) => ids.has(alarmId))).toHaveLength(alarms.length);
  });

  it('hide none of high priority, however many others were raised after it', async () => {
    const urgent = Array.from({ length: 8 }, (_, second) =>
      at(second, 'ventricular-fibrillation', ['active', 'high']),
    );
    const others = Array.from({ length: 60 }, (_, second) =>
      at(second + 20, second % 2 === 0 ? 'no-data' : 'ventricular-run', ['active', 'medium']),
    );
    await database.repositories.alarms.write([...urgent, ...others]);
    const listed = await database.repositories.alarms.list({ openOnly: true, limit: 5 });
    const ids = new Set(listed.map(({ alarmId }) => alarmId));
    expect(urgent.every(({ alarmId }) => ids.has(alarmId))).toBe(true);
    expect(listed.filter(({ priority }) => priority !== 'high').length).toBeLessThanOrEqual(5);
    const [first] = urgent;
    expect(
      await database.repositories.alarms.list({ patientId: first!.patientId, openOnly: true, limit: 1 }),
    ).toMatchObject([{ alarmId: first!.alarmId }]);
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
    await database.repositories.alarms.keepStrips({ untilMs: 0 });
    await database.repositories.waveforms.write(chunks.slice(0, 21));
    await database.repositories.alarms.write([raised]);
    expect(await database.repositories.alarms.keepStrips({ untilMs: 60_000 })).toBe(1);
    expect(await database.repositories.alarms.strip(raised.alarmId)).toEqual(chunks.slice(10, 21));
    await database.repositories.waveforms.write(chunks);
    await database.repositories.alarms.write([raised, over, resolved]);
    expect(await database.repositories.alarms.keepStrips({ untilMs: 0 })).toBe(0);
    await database.pool.query('delete from waveform where patient_id = $1', [patient]);
    expect(await database.repositories.alarms.keepStrips({ untilMs: 0 })).toBe(0);
    expect(await database.repositories.alarms.strip(raised.alarmId)).toEqual([
      ...chunks.slice(10, 40),
      ...chunks.slice(50, 65),
    ]);
  });
});

describe('labels', () => {
  it('are all kept, and the alarm shows the last one', async () => {
    const event = alarmEventAt(anotherPatient(), startUs);
    const { alarmId, patientId } = event;
    await database.repositories.alarms.write([event]);
    const first = { alarmId, patientId, label: 'true', actor: 'Nurse K.', timeUs: atSecond(50) } as const;
    const second = { ...first, label: 'false', actor: 'Dr. L.', timeUs: atSecond(40) } as const;
    for (const labelling of [first, second, first]) await database.repositories.alarms.label(labelling);
    expect(await database.repositories.alarms.labels(alarmId)).toEqual([
      { ...first, episode: 1 },
      { ...second, episode: 1 },
    ]);
    expect(await database.repositories.alarms.find(alarmId)).toMatchObject({ label: 'false' });
    expect(await database.repositories.alarms.list({ patientId, limit: 5 })).toMatchObject([
      { label: 'false' },
    ]);
  });
});

describe('thresholds set by staff', () => {
  it('apply from the last one stored until it is withdrawn', async () => {
    const patientId = anotherPatient();
    expect(await database.repositories.thresholds.inForce(patientId)).toBeUndefined();
    const set = { patientId, value: 12.5, actor: 'Dr. L.', timeUs: atSecond(90) };
    const takenBack = { patientId, actor: 'Nurse K.', timeUs: atSecond(10) };
    await database.repositories.thresholds.set(set);
    expect(await database.repositories.thresholds.inForce(patientId)).toEqual(set);
    for (const change of [takenBack, set]) await database.repositories.thresholds.set(change);
    expect(await database.repositories.thresholds.inForce(patientId)).toEqual(takenBack);
    expect(await database.repositories.thresholds.history(patientId, 5)).toEqual([takenBack, set]);
    expect(await database.repositories.thresholds.history(patientId, 1)).toEqual([takenBack]);
  });
});

describe('limits of alarms', () => {
  const [ada, eve] = [anotherPatient(), anotherPatient()];
  const nowUs = atSecond(0);

  it('of patients and wards hold in the order in which they were stored, each by whom', async () => {
    const { limits, patients } = database.repositories;
    await patients.upsert([
      { patientId: ada, displayName: 'Ada L.', ward: '3B' },
      { patientId: eve, displayName: 'Eve L.', ward: '4A' },
    ]);
    expect([...(await limits.own()), ...(await limits.profilesInForce())]).toEqual([]);
    const set = { patientId: ada, limits: { pauseMs: 2500 }, actor: 'Nurse K.', timeUs: nowUs + 5 };
    const reset = { patientId: ada, limits: {}, actor: 'Nurse K.', timeUs: nowUs };
    // The same twice is once.
    for (const change of [set, set]) await limits.set(change);
    const usual = { ward: '3B', limits: { asystoleMs: 5000 }, latching: {}, actor: 'Admin A.' };
    const first = await limits.setProfile(usual);
    const second = await limits.setProfile({ ...usual, latching: { pause: true } });
    expect(second).toMatchObject({ ...usual, latching: { pause: true } });
    const profile = { profileId: second.profileId, limits: usual.limits, latching: { pause: true } };
    expect(await limits.own()).toEqual(new Map([[ada, { pauseMs: 2500 }]]));
    expect(await limits.profilesInForce()).toEqual(new Map([[ada, profile]]));
    expect(await limits.profiles()).toEqual([second]);
    expect(await limits.profileHistory('3B', 5)).toEqual([second, first]);

    await limits.set(reset);
    await limits.set({ ...set, patientId: eve });
    expect(await limits.own()).toEqual(new Map([[eve, { pauseMs: 2500 }]]));
    expect(await limits.profilesInForce()).toEqual(new Map([[ada, profile]]));
    expect(await limits.history(ada, 5)).toEqual([reset, set]);
  });

  it('remember from when on which profile was gone by', async () => {
    const { limits } = database.repositories;
    const { profileId } = (await limits.profiles())[0]!;
    const profile = { profileId, limits: { asystoleMs: 5000 }, latching: { pause: true } };
    const applied = [
      { patientId: eve, timeUs: nowUs, profile },
      { patientId: eve, timeUs: nowUs + 1e6 },
    ];
    await limits.apply(applied);
    await limits.apply(applied);
    expect(await limits.applied(eve)).toEqual(applied);
    expect(await limits.applied(ada)).toEqual([]);
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
    await database.repositories.waveforms.write([
      chunkAt(patientId, atSecond(0), { quality: clean }),
      chunkAt(patientId, atSecond(1), { quality: noisy }),
      chunkAt(patientId, atSecond(2)),
    ]);
    const range = { patientId, fromUs: atSecond(0), toUs: atSecond(60) };
    expect(await database.repositories.waveforms.quality(range)).toEqual([
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
    await database.repositories.gaps.write([jump, gap]);
    await database.repositories.gaps.write([gap]);
    expect(
      await database.repositories.gaps.read({ patientId, fromUs: atSecond(0), toUs: atSecond(60) }),
    ).toEqual([gap, jump]);
    expect(
      await database.repositories.gaps.read({ patientId, fromUs: atSecond(6), toUs: atSecond(20) }),
    ).toEqual([]);
  });
});
