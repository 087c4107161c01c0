import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { patientId } from '@beatwatch/contracts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from './database.ts';
import { spawnEmbeddedTimescale, type SpawnedTimescale } from './embedded/index.ts';
import { migrate } from './migrate.ts';
import { beatAt, scoreAt } from './testing/rows.ts';

const patient = patientId('p-1');
const nowUs = Math.floor(Date.now() / 60_000) * 60_000_000;
const hourUs = 3_600_000_000;
/** In a compressed chunk; scored long ago; scored last. */
const times = { compressed: nowUs - 48 * hourUs, earlier: nowUs - 4 * hourUs, last: nowUs - 60_000_000 };

let dataDir: string;
let server: SpawnedTimescale;
let database: Database;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'beatwatch-lead-'));
  server = await spawnEmbeddedTimescale({ dataDir });
  await migrate(server.connectionString, { upTo: '0012_alarm_reason' });
  await insertRows(server.connectionString);
  const { applied } = await migrate(server.connectionString);
  expect(applied[0]).toBe('0013_beat_lead');
  database = openDatabase({ connectionString: server.connectionString });
});
afterAll(async () => {
  await database.close();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

describe('beats of before the lead belonged to their key', () => {
  it('are found with their samples and scores, with and without their lead', async () => {
    const { beats, scores } = database.repositories;
    for (const timeUs of Object.values(times)) {
      for (const lead of ['II', undefined]) {
        const beat = await beats.find(patient, timeUs, lead);
        expect(beat?.lead).toBe('II');
        expect([...(beat?.samples ?? [])]).toEqual([1, 2, 1]);
        expect(await scores.find(patient, timeUs, lead)).toMatchObject({ anomalyScore: 7 });
      }
      const range = { patientId: patient, fromUs: timeUs, toUs: timeUs + 1 };
      expect(await scores.counts(range)).toEqual({ beatsStored: 1, beatsScored: 1, beatsScoredTwice: 0 });
    }
  });

  it('stay one row where a crash at the upgrade lets them be scored again', async () => {
    const { beats, scores } = database.repositories;
    await beats.write([beatAt(patient, times.last, { samples: Float32Array.of(1, 2, 1) })]);
    await scores.write([scoreAt(patient, times.last, { anomalyScore: 8 })]);
    const range = { patientId: patient, fromUs: times.last, toUs: times.last + 1 };
    expect(await scores.counts(range)).toEqual({ beatsStored: 1, beatsScored: 1, beatsScoredTwice: 0 });
    expect(await scores.find(patient, times.last, 'II')).toMatchObject({ lead: 'II', anomalyScore: 7 });
  });

  it('do not keep out the beat of another lead at their time, even in a compressed chunk', async () => {
    const { beats, scores } = database.repositories;
    const timesUs = Object.values(times);
    await beats.write(timesUs.map((timeUs) => beatAt(patient, timeUs, { lead: 'V1' })));
    await scores.write(timesUs.map((timeUs) => scoreAt(patient, timeUs, { lead: 'V1', anomalyScore: 9 })));
    for (const timeUs of timesUs) {
      expect((await beats.find(patient, timeUs, 'V1'))?.samples).toHaveLength(140);
      expect((await beats.find(patient, timeUs, 'II'))?.samples).toHaveLength(3);
      expect(await scores.find(patient, timeUs, 'V1')).toMatchObject({ anomalyScore: 9 });
      expect(await scores.find(patient, timeUs, 'II')).toMatchObject({ anomalyScore: 7 });
    }
  });
});

describe('beats of now', () => {
  it('are one for each lead that shows an R peak at the same microsecond', async () => {
    const patient = patientId('p-2');
    const { beats, scores } = database.repositories;
    const leads = ['II', 'V1', 'V5'];
    await beats.write(leads.map((lead) => beatAt(patient, times.last, { lead })));
    const rows = leads.map((lead, index) => scoreAt(patient, times.last, { lead, anomalyScore: 1 + index }));
    const range = { patientId: patient, fromUs: times.last, toUs: times.last + 1 };
    await scores.write(rows);
    await scores.write(rows);
    for (const score of rows) {
      expect(await scores.find(patient, times.last, score.lead)).toEqual(score);
    }
    expect(await scores.find(patient, times.last)).toEqual(rows[0]);
    expect(await scores.find(patient, times.last, 'aVR')).toBeUndefined();
    expect(await scores.recent(range, 10)).toEqual(rows);
    expect(await scores.counts(range)).toEqual({
      beatsStored: 3,
      beatsScored: 3,
      beatsScoredTwice: 0,
    });
    // An alarm's beat may be named by the time of another lead.
    expect(await beats.find(patient, times.last, 'aVR')).toMatchObject({ lead: 'II' });
    expect(await beats.find(patient, times.last, 'V5')).toMatchObject({ lead: 'V5' });
  });
});

/** As the schema of 0012 stores them: samples 1, 2, 1 in steps of 1. */
async function insertRows(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  for (const timeUs of Object.values(times)) {
    const time = new Date(timeUs / 1000).toISOString();
    const storedAt = timeUs === times.last ? time : new Date(times.earlier / 1000).toISOString();
    await client.query(
      `insert into beat (patient_id, time, end_time, device_id, lead, rr_interval_ms, preprocessing)
       values ('p-1', $1::timestamptz, $1::timestamptz + interval '0.8 s', 'd', 'II', 800, 'rr-140-zscore')`,
      [time],
    );
    await client.query(
      `insert into beat_shape (patient_id, time, step, deltas) values ('p-1', $1, 1, '\\x020201')`,
      [time],
    );
    await client.query(
      `insert into beat_score (patient_id, beat_time, model_version, anomaly_score, anomalous, rr_interval_ms,
         scored_at, stored_at)
       values ('p-1', $1, 'lstm-1', 7, false, 800, $1, $2)`,
      [time, storedAt],
    );
  }
  const old = new Date(nowUs / 1000 - 30 * 3_600_000).toISOString();
  for (const table of ['beat', 'beat_shape', 'beat_score']) {
    const { rows } = await client.query(
      `select compress_chunk(chunk) from show_chunks('${table}', older_than => $1::timestamptz) as chunk`,
      [old],
    );
    expect(rows).toHaveLength(1);
  }
  await client.end();
}
