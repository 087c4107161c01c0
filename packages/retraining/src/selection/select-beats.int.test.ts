import {
  alarmId,
  deviceId,
  modelVersion,
  patientId,
  rWindow88Microvolts,
  type Beat,
  type PatientId,
} from '@beatwatch/contracts';
import { createSeededRandom } from '@beatwatch/statistics';
import { openDatabase, type Database } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { selectBeats } from './select-beats.ts';
import { selectionDefaults, type SelectionSettings } from './settings.ts';
import { readSelection } from './store-selection.ts';

const secondUs = 1_000_000;
/** Not so long ago that the samples have been dropped. */
const startUs = Date.now() * 1000 - 3600 * secondUs;
const version = modelVersion('m-1');
const random = createSeededRandom(11);

let server: TestDatabase;
let database: Database;

beforeAll(async () => {
  server = await databaseForTests();
  database = openDatabase({ connectionString: server.connectionString });
});
afterAll(async () => {
  await database.close();
  await server.stop();
});

type Kind = 'normal' | 'ectopic';

function beatOf(patient: PatientId, index: number, kind: Kind): Beat {
  const [height, width] = kind === 'normal' ? [1000, 4] : [-1400, 12];
  const timeUs = startUs + index * secondUs + (kind === 'normal' ? 0 : -350_000);
  return {
    patientId: patient,
    deviceId: deviceId('d-1'),
    lead: 'II',
    timeUs,
    endTimeUs: timeUs + 448_000,
    rrIntervalMs: 1000,
    precedingRrIntervalMs: (kind === 'normal' ? 1000 : 650) * (1 + 0.02 * random.normal()),
    preprocessing: rWindow88Microvolts,
    samples: Float32Array.from({ length: 88 }, (_, at) =>
      Math.round(height * Math.exp(-(((at - 31) / width) ** 2)) + 20 * random.normal()),
    ),
  };
}

/** Beats of a patient: every tenth ectopic, of which the model sees every other one. */
async function storePatient(patient: PatientId, seconds: number): Promise<readonly Beat[]> {
  const beats = Array.from({ length: seconds }, (_, index) =>
    beatOf(patient, index, index % 10 === 9 ? 'ectopic' : 'normal'),
  );
  await database.repositories.beats.write(beats);
  await database.repositories.scores.write(
    beats.map((beat, index) => {
      const called = index % 20 === 19;
      return {
        patientId: patient,
        beatTimeUs: beat.timeUs,
        lead: 'II',
        modelVersion: version,
        anomalyScore: called ? 4 : 1,
        threshold: 2,
        anomalous: called,
        ventricular: called,
        ...(index >= 40 && { beatClass: called ? ('V' as const) : ('N' as const) }),
        rrIntervalMs: 1000,
        scoredAtUs: beat.timeUs + secondUs,
      };
    }),
  );
  await database.repositories.waveforms.write(
    Array.from({ length: seconds }, (_, second) => ({
      patientId: patient,
      deviceId: deviceId('d-1'),
      lead: 'II',
      firstSampleTimeUs: startUs + second * secondUs,
      samplingRateHz: 250,
      microvoltsPerCount: 5,
      samples: new Int16Array(250),
      quality: { qualityIndex: second >= 100 && second < 160 ? 0.2 : 0.9, faults: [], fibrillationIndex: 0 },
    })),
  );
  return beats;
}

async function storeAlarm(
  beats: readonly Beat[],
  labels: Readonly<Record<string, 'true' | 'false'>>,
): Promise<void> {
  const [first] = beats;
  const last = beats.at(-1)!;
  const id = alarmId(first!.patientId, 'ventricular-run', last.timeUs);
  const event = {
    alarmId: id,
    patientId: first!.patientId,
    kind: 'ventricular-run' as const,
    priority: 'medium' as const,
    timeUs: last.timeUs,
    raisedTimeUs: last.timeUs,
    evidence: {
      beatTimesUs: beats.map(({ timeUs }) => timeUs),
      anomalyScores: beats.map(() => 4),
      fromUs: first!.timeUs,
      toUs: last.timeUs,
      lead: 'II',
    },
  };
  await database.repositories.alarms.write([
    { ...event, state: 'active', changeNumber: 1 },
    { ...event, state: 'resolved', changeNumber: 2, timeUs: last.timeUs + 20 * secondUs },
  ]);
  for (const [actor, label] of Object.entries(labels)) {
    await database.repositories.alarms.label({
      alarmId: id,
      patientId: first!.patientId,
      label,
      actor,
      timeUs: startUs,
    });
  }
}

const settingsFor = (
  patients: readonly string[],
  fields: Partial<SelectionSettings> = {},
): SelectionSettings => ({
  ...selectionDefaults,
  fromUs: startUs - secondUs,
  toUs: startUs + 3600 * secondUs,
  preprocessing: rWindow88Microvolts,
  patients: patients.map(patientId),
  ...fields,
});

const isEctopic = (beats: readonly Beat[], timeUs: number): boolean =>
  beats.findIndex((beat) => beat.timeUs === timeUs) % 10 === 9;

describe('selectBeats', () => {
  it('takes no ectopic beat, seen by the model or not, no poor second, nothing of an alarm that stood', async () => {
    const beats = await storePatient(patientId('p-plain'), 900);
    await storeAlarm(beats.slice(300, 303), { ann: 'true' });
    await storeAlarm(beats.slice(400, 403), {});
    const { beats: selected, summary } = await selectBeats(database.repositories, {
      settings: settingsFor(['p-plain'], { testShare: 0, beatsPerPatient: 2000 }),
    });
    const indexes = selected.map(({ beat }) => beats.findIndex(({ timeUs }) => timeUs === beat.timeUs));
    expect(indexes.filter((index) => index % 10 === 9)).toEqual([]);
    expect(indexes.filter((index) => index >= 101 && index < 159)).toEqual([]);
    expect(
      indexes.filter((index) => (index >= 300 && index <= 322) || (index >= 400 && index < 403)),
    ).toEqual([]);
    expect(indexes.length).toBeGreaterThan(600);
    expect(summary.omitted['poor signal']).toBeGreaterThan(50);
    const train = selected.filter(({ part }) => part === 'train').map(({ beat }) => beat.timeUs);
    const validation = selected.filter(({ part }) => part === 'validation').map(({ beat }) => beat.timeUs);
    expect(Math.min(...validation) - Math.max(...train)).toBeGreaterThan(60 * secondUs);
  });

  it('adds beats of alarms that people called false, and leaves out those of who is careless', async () => {
    const beats = await storePatient(patientId('p-labels'), 1500);
    const falseStarts = [500, 540, 580, 620, 660, 700, 740, 780, 820, 860];
    // Beats that look as usual raised the alarm: nobody else would have called it true.
    for (const [index, start] of falseStarts.entries()) {
      await storeAlarm(beats.slice(start, start + 3), {
        ann: 'false',
        bob: index % 2 === 0 ? 'false' : 'true',
      });
    }
    // Ectopic beats raised these: every other one is called false by the careless person alone.
    const trueStarts = [900, 950, 1000, 1050, 1100, 1150];
    for (const [index, start] of trueStarts.entries()) {
      const ectopic = [9, 19, 29].map((offset) => beats[start + offset]!);
      await storeAlarm(ectopic, { ann: 'true', bob: index % 2 === 0 ? 'false' : 'true' });
    }
    for (const start of [1250, 1300]) {
      await storeAlarm(
        [9, 19, 29].map((offset) => beats[start + offset]!),
        { bob: 'false' },
      );
    }
    const { beats: selected, summary } = await selectBeats(database.repositories, {
      settings: settingsFor(['p-labels'], { testShare: 0 }),
    });
    expect(summary.labels.reliability['ann']).toBeGreaterThan(0.9);
    expect(summary.labels.reliability['bob']).toBeLessThan(0.65);
    const labelled = selected.filter((beat) => beat.labelled);
    expect(labelled.length).toBeGreaterThan(15);
    expect(selected.filter(({ beat }) => isEctopic(beats, beat.timeUs))).toEqual([]);
  });

  it('adds beats of alarms that were right, and what was before labelled alarms, where classes are to be learned', async () => {
    const beats = await storePatient(patientId('p-classes'), 1500);
    const ectopic = [9, 19, 29].map((offset) => beats[1200 + offset]!);
    await storeAlarm(beats.slice(1000, 1003), { ann: 'false', eve: 'false' });
    await storeAlarm(ectopic, { ann: 'true', eve: 'true' });
    const settings = settingsFor(['p-classes'], { testShare: 0, validationShare: 0 });
    const { beats: selected } = await selectBeats(database.repositories, {
      settings: { ...settings, alarmsWithContext: 20 },
    });
    const timesOf = (of: typeof selected): number[] => of.map(({ beat }) => beat.timeUs);
    const notNormal = selected.filter(({ normal }) => normal === false);
    expect(timesOf(notNormal)).toEqual(ectopic.map(({ timeUs }) => timeUs));
    expect(notNormal.every(({ part, labelled }) => part === 'train' && labelled)).toBe(true);
    const context = selected.filter(({ part }) => part === 'context');
    expect(Math.min(...timesOf(context))).toBeGreaterThanOrEqual(beats[1000]!.timeUs - 600 * secondUs);
    expect(Math.max(...timesOf(context))).toBeLessThan(beats[1229]!.timeUs);
    // Nothing twice, and nothing left out of the time before: the rhythm is told from one beat to the next.
    expect(new Set(timesOf(selected)).size).toBe(selected.length);
    const known = new Set(timesOf(selected));
    const before = beats.filter(
      ({ timeUs }) => timeUs >= beats[1000]!.timeUs - 600 * secondUs && timeUs <= beats[1229]!.timeUs,
    );
    expect(before.filter(({ timeUs }) => !known.has(timeUs))).toEqual([]);
    // Without classes to learn it is normal beats alone.
    const { beats: normal } = await selectBeats(database.repositories, { settings });
    expect(normal.every((beat) => beat.normal === true && beat.part === 'train')).toBe(true);
  });

  it('holds out the newest labelled alarms with what came before them, and trains on nothing later', async () => {
    const beats = await storePatient(patientId('p-test'), 2400);
    for (const start of [1000, 1200, 1800]) {
      await storeAlarm(beats.slice(start, start + 3), { ann: 'false', eve: 'false' });
    }
    const { beats: selected } = await selectBeats(database.repositories, {
      settings: settingsFor(['p-test'], { testShare: 0.34 }),
    });
    const test = selected.filter(({ part }) => part === 'test');
    expect(test.map(({ beat }) => beat.timeUs)).toEqual(beats.slice(1800, 1803).map(({ timeUs }) => timeUs));
    expect(test.every(({ normal }) => normal)).toBe(true);
    const context = selected.filter(({ part }) => part === 'context');
    expect(context.length).toBeGreaterThan(590);
    const from = Math.min(...context.map(({ beat }) => beat.timeUs));
    const learned = selected.filter(({ part }) => part === 'train' || part === 'validation');
    expect(learned.length).toBeGreaterThan(100);
    for (const { beat } of learned) expect(beat.timeUs).toBeLessThan(from - 59 * secondUs);
  });

  it('lets other patients validate where there are some, and is rebuilt from what is stored, to the byte', async () => {
    for (const name of ['p-a', 'p-b', 'p-c']) await storePatient(patientId(name), 300);
    const settings = settingsFor(['p-a', 'p-b', 'p-c']);
    const selection = await selectBeats(database.repositories, { settings });
    const patientsOf = (part: string): string[] => [
      ...new Set(selection.beats.filter((beat) => beat.part === part).map(({ beat }) => beat.patientId)),
    ];
    expect(patientsOf('validation')).toHaveLength(1);
    expect(patientsOf('train')).toHaveLength(2);
    expect(patientsOf('train')).not.toContain(patientsOf('validation')[0]);

    await database.repositories.selections.save(selection);
    const again = await readSelection(database.repositories, selection.fingerprint.slice(0, 20));
    expect(again.summary).toEqual(JSON.parse(JSON.stringify(selection.summary)));
    expect(again.beats).toEqual(selection.beats);
    expect((await selectBeats(database.repositories, { settings })).fingerprint).toBe(selection.fingerprint);
    await expect(readSelection(database.repositories, 'sha256:000000')).rejects.toThrow(
      'nothing of this name',
    );
  });

  it('refuses stored beats that are not those of the fingerprint', async () => {
    await storePatient(patientId('p-broken'), 200);
    const selection = await selectBeats(database.repositories, { settings: settingsFor(['p-broken']) });
    await database.repositories.selections.save(selection);
    await database.pool.query(
      'update training_beat set rr_interval_ms = 900 where fingerprint = $1 and place = 3',
      [selection.fingerprint],
    );
    await expect(readSelection(database.repositories, selection.fingerprint)).rejects.toThrow(
      'beats of that fingerprint',
    );
  });

  it('says why nothing is selected', async () => {
    await expect(selectBeats(database.repositories, { settings: settingsFor(['p-nobody']) })).rejects.toThrow(
      'expected normal beats of a patient',
    );
  });
});
