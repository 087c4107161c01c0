import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { alarmId, patientId } from '@beatwatch/contracts';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { spawnEmbeddedTimescale, type SpawnedTimescale } from './embedded/index.ts';
import { migrate } from './migrate.ts';

let dataDir: string;
let server: SpawnedTimescale;
let client: pg.Client;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'beatwatch-migrate-'));
  server = await spawnEmbeddedTimescale({ dataDir });
  client = new pg.Client({ connectionString: server.connectionString });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function migrateTo(count: number): Promise<void> {
  await client.query('create extension if not exists timescaledb');
  await runner({
    dbClient: client,
    dir: fileURLToPath(new URL('../migrations', import.meta.url)),
    migrationsTable: 'schema_migration',
    direction: 'up',
    count,
    noLock: true,
    log: () => undefined,
  });
}

/** Scores of an hour, one a second, as the schema of 0004 stores them; half of the minutes are materialised. */
async function insertScores(fromUs: number): Promise<void> {
  const time = new Date(fromUs / 1000).toISOString();
  await client.query(
    `insert into beat_score (patient_id, beat_time, model_version, loss, anomalous, rr_interval_ms, scored_at)
     select 'p-1', $1::timestamptz + second * interval '1 second', 'lstm-1', second % 60, false, 800, $1
     from generate_series(0, 3599) as second`,
    [time],
  );
  await client.query(
    `call refresh_continuous_aggregate('score_minute', $1::timestamptz, $1::timestamptz + interval '30 minutes')`,
    [time],
  );
  await client.query(`select compress_chunk(show_chunks('beat_score'))`);
}

describe('migrations of a database with rows', () => {
  it('number the changes of alarms, and keep compressed chunks, trends, scores and checkpoints', async () => {
    await migrateTo(4);
    const patient = patientId('p-1');
    // Two months ago: a policy that runs meanwhile drops nothing of it.
    const raisedUs = (Math.floor(Date.now() / 3_600_000) - 60 * 24) * 3_600_000_000;
    const time = (seconds: number) => new Date(raisedUs / 1000 + seconds * 1000).toISOString();
    const id = alarmId(patient, 'anomaly-burst', raisedUs);
    const evidence = JSON.stringify({ beatTimesUs: [raisedUs], losses: [9] });
    const fixed = [id, 'p-1', 'anomaly-burst', 'high'];
    // The nurse's clock ran ahead.
    for (const [state, at, actor] of [
      ['resolved', 30, null],
      ['acknowledged', 900, 'K.'],
      ['active', 0, null],
    ] as const) {
      await client.query('insert into alarm_event values ($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
        ...fixed,
        state,
        time(at),
        time(0),
        actor,
        evidence,
      ]);
    }
    await client.query('insert into alarm values ($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
      ...fixed,
      'resolved',
      time(30),
      time(0),
      null,
      evidence,
    ]);
    await client.query(
      `insert into beat (patient_id, time, end_time, device_id, lead, rr_interval_ms, preprocessing, samples)
       values ('p-1', $1, $2, 'd', 'II', 800, 'rr-140-zscore', '\\x')`,
      [time(0), time(1)],
    );
    await client.query(`select compress_chunk(show_chunks('beat'))`);
    await client.query(
      `insert into checkpoint (stage, topic, partition, patient_id, log_id, next_offset, state)
       values ('scorer', 'ecg.beats.v2', 3, 'p-1', 'log-a', 42, '\\x0107')`,
    );

    const scoresFromUs = Math.floor(raisedUs / 3.6e9) * 3.6e9;
    await insertScores(scoresFromUs);

    expect((await migrate(server.connectionString)).applied.at(0)).toContain('0005');
    const database = openDatabase({ connectionString: server.connectionString });
    const { alarms, beats, checkpoints, scores } = database.repositories;
    const history = await alarms.history(id);
    expect(history.map(({ state, changeNumber }) => [state, changeNumber])).toEqual([
      ['active', 1],
      ['acknowledged', 2],
      ['resolved', 3],
    ]);
    expect(history[0]?.evidence).toEqual({
      beatTimesUs: [raisedUs],
      anomalyScores: [9],
      fromUs: raisedUs - 8_000_000,
      toUs: raisedUs,
    });
    expect(await alarms.find(id)).toMatchObject({ state: 'resolved', changeNumber: 3 });
    expect(await beats.find(patient, raisedUs)).toMatchObject({ rrIntervalMs: 800 });
    expect(await beats.find(patient, raisedUs)).not.toHaveProperty('late');
    const key = { logId: 'log-a', processor: 'scorer', topic: 'ecg.beats.v2', partition: 3 };
    const kept = { ...key, patientId: patient, nextOffset: 42, state: Uint8Array.of(1, 7) };
    expect(await checkpoints.read(key)).toMatchObject([kept]);
    await checkpoints.write([{ ...kept, nextOffset: 43 }]);
    expect(await checkpoints.read(key)).toMatchObject([{ ...kept, nextOffset: 43 }]);

    const range = { patientId: patient, fromUs: scoresFromUs, toUs: scoresFromUs + 3.6e9 };
    const trend = await scores.trend(range, 'minute');
    expect(trend).toHaveLength(60);
    for (const { beats: count, meanAnomalyScore, maxAnomalyScore } of trend) {
      expect([count, meanAnomalyScore, maxAnomalyScore]).toEqual([60, 29.5, 59]);
    }
    expect(await scores.find(patient, scoresFromUs + 61e6)).toMatchObject({ anomalyScore: 1 });
    await client.query(`call refresh_continuous_aggregate('score_hour', null, null)`);
    const [hour] = await scores.trend(range, 'hour');
    expect(hour).toMatchObject({ beats: 3600, meanAnomalyScore: 29.5, maxAnomalyScore: 59 });
    await database.close();
  });
});
