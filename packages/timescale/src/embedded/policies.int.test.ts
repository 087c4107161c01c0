import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlarmEvent } from '@beatwatch/contracts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../database.ts';
import { migrate } from '../migrate.ts';
import { defaultRetention, setRetention } from '../retention.ts';
import { fillFolder } from '../testing/index.ts';
import { alarmEventAt, anotherPatient, beatAt, chunkAt, scoreAt } from '../testing/rows.ts';
import { refreshStatistics, vacuumCheckpoints, vacuumTrends } from './housekeeping.ts';
import { fitChunkIntervals } from './chunk-intervals.ts';
import { Policies } from './policies.ts';
import { spawnEmbeddedTimescale, type SpawnedTimescale } from './spawn.ts';

const dayUs = 86_400_000_000;
const nowUs = Math.floor(Date.now() / 60_000) * 60_000_000;

let dataDir: string;
let server: SpawnedTimescale;
let database: Database;
let client: pg.Client;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'beatwatch-policies-'));
  await fillFolder(dataDir);
  server = await spawnEmbeddedTimescale({ dataDir });
  await migrate(server.connectionString);
  database = openDatabase({ connectionString: server.connectionString });
  client = new pg.Client({ connectionString: server.connectionString });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.close();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function numberOf(sql: string): Promise<number> {
  const { rows } = await client.query<{ found: number }>(`select (${sql})::int as found`);
  return rows[0]?.found ?? Number.NaN;
}

describe('policies without background workers', () => {
  it('drop rows past their retention and materialise the trends, each when due', async () => {
    const patient = anotherPatient();
    const { beats, scores } = database.repositories;
    const ancient = nowUs - 400 * dayUs;
    await beats.write([beatAt(patient, ancient), beatAt(patient, nowUs)]);
    await scores.write([scoreAt(patient, nowUs - dayUs)]);
    const policies = new Policies();
    await policies.runDue(client, 0);
    expect(await beats.find(patient, ancient)).toBeUndefined();
    expect(await beats.find(patient, nowUs)).toBeDefined();
    const materialised = `select count(*) from _timescaledb_internal._materialized_hypertable_${await numberOf(
      `select mat_hypertable_id from _timescaledb_catalog.continuous_agg where user_view_name = 'score_minute'`,
    )} where patient_id = '${patient}'`;
    expect(await numberOf(materialised)).toBe(1);

    await scores.write([scoreAt(patient, nowUs - 2 * dayUs)]);
    await policies.runDue(client, 59_999);
    expect(await numberOf(materialised)).toBe(1);
    await policies.runDue(client, 60_000);
    expect(await numberOf(materialised)).toBe(2);
  });

  it('compress old chunks, one per call, which read as before and accept late rows', async () => {
    const patient = anotherPatient();
    const { scores } = database.repositories;
    const times = [3, 4].map((days) => nowUs - days * dayUs);
    await scores.write(times.map((timeUs) => scoreAt(patient, timeUs)));
    const compressed = `select count(*) from timescaledb_information.chunks
      where hypertable_name = 'beat_score' and is_compressed`;
    const policies = new Policies();
    const counts = [await numberOf(compressed)];
    for (let call = 0; call < 12; call += 1) {
      await policies.compressOne(client);
      counts.push(await numberOf(compressed));
    }
    counts.slice(1).forEach((count, index) => {
      expect(count - counts[index]!).toBeLessThanOrEqual(1);
    });
    expect(counts.at(-1)).toBeGreaterThanOrEqual(2);
    await scores.write([
      scoreAt(patient, times[0]!, { anomalyScore: 99 }),
      scoreAt(patient, times[0]! + 1, { anomalous: true }),
    ]);
    const range = { patientId: patient, fromUs: nowUs - 5 * dayUs, toUs: nowUs };
    expect(await scores.recent(range, 10)).toEqual([
      scoreAt(patient, times[0]! + 1, { anomalous: true }),
      scoreAt(patient, times[0]!),
      scoreAt(patient, times[1]!),
    ]);
  });
});

describe('the length of chunks', () => {
  it('is halved where they grow too large to be compressed, and grows again to the usual one', async () => {
    const seconds = (): Promise<number> =>
      numberOf(`select extract(epoch from time_interval) from timescaledb_information.dimensions
        where hypertable_name = 'waveform'`);
    expect(await seconds()).toBe(3600);
    const patient = anotherPatient();
    const chunks = Array.from({ length: 400 }, (_, second) => chunkAt(patient, nowUs - 600e6 + second * 1e6));
    await database.repositories.waveforms.write(chunks);
    const largest = await numberOf(`select max(total_bytes) from chunks_detailed_size('waveform')`);
    for (const expected of [1800, 900, 450, 300, 300]) {
      await fitChunkIntervals(client, largest);
      expect(await seconds()).toBe(expected);
    }
    for (const expected of [600, 1200, 2400, 3600, 3600]) {
      await fitChunkIntervals(client, 100 * largest);
      expect(await seconds()).toBe(expected);
    }
    await fitChunkIntervals(client, 4 * largest);
    expect(await seconds()).toBe(3600);
  });
});

describe('retention', () => {
  const settings = async (): Promise<Record<string, string>> => {
    const { rows } = await client.query<{ name: string; value: string }>(
      `select coalesce(view_name, jobs.hypertable_name, proc_name) || ' ' || proc_name as name,
         coalesce(config ->> 'drop_after', config ->> 'start_offset') as value
       from timescaledb_information.jobs
       left join timescaledb_information.continuous_aggregates on materialization_hypertable_name = jobs.hypertable_name
       where config ?| array['drop_after', 'start_offset'] and job_id >= 1000`,
    );
    return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
  };

  it('is as set, and the trends are not refreshed from scores that it has dropped', async () => {
    await setRetention(server.connectionString, { signalDays: 7, beatDays: 60, trendDays: 90 });
    expect(await settings()).toEqual({
      'waveform policy_retention': '7 days',
      'beat_shape policy_retention': '7 days',
      'alarm_input policy_retention': '7 days',
      'beat policy_retention': '60 days',
      'beat_score policy_retention': '60 days',
      'signal_gap policy_retention': '60 days',
      'score_minute policy_retention': '90 days',
      'alarm_strip policy_retention': '90 days',
      'shadow_score policy_retention': '30 days',
      'shadow_alarm_event policy_retention': '60 days',
      'score_minute policy_refresh_continuous_aggregate': '55 days',
      'score_hour policy_refresh_continuous_aggregate': '55 days',
      'drop_old_alarms drop_old_alarms': '90 days',
      'drop_old_care_notes drop_old_care_notes': '90 days',
    });
    await setRetention(server.connectionString, defaultRetention);
    expect(await settings()).toMatchObject({
      'waveform policy_retention': '30 days',
      'score_hour policy_refresh_continuous_aggregate': '360 days',
    });
  });
});

describe('alarms of long ago', () => {
  it('are dropped with their history and labels, but not while they are open, and so are notes', async () => {
    const { alarms, careNotes } = database.repositories;
    const [ended, open] = [anotherPatient(), anotherPatient()].map((patient) =>
      alarmEventAt(patient, nowUs),
    ) as [AlarmEvent, AlarmEvent];
    await alarms.write([ended, open, { ...ended, state: 'resolved', changeNumber: 2 }]);
    const label = {
      alarmId: ended.alarmId,
      patientId: ended.patientId,
      label: 'true',
      actor: 'a',
      timeUs: nowUs,
    } as const;
    await alarms.label(label);
    await client.query(
      `update alarm set updated_at = now() - interval '3 years' where alarm_id in ($1, $2)`,
      [ended.alarmId, open.alarmId],
    );
    const note = { patientId: ended.patientId, kind: 'note', author: 'a', authorId: 'a' } as const;
    const old = await careNotes.write({ ...note, text: 'of long ago' });
    const recent = await careNotes.write({ ...note, text: 'of today' });
    await client.query(
      `update care_note set written_at = now() - interval '3 years' where note_id = ${old.noteId}`,
    );
    await new Policies().runDue(client, 0);
    expect(await careNotes.find(old.noteId)).toBeUndefined();
    expect(await careNotes.find(recent.noteId)).toMatchObject({ text: 'of today' });
    expect(await alarms.find(ended.alarmId)).toBeUndefined();
    expect(await alarms.history(ended.alarmId)).toEqual([]);
    expect(await alarms.labels(ended.alarmId)).toEqual([]);
    expect(await alarms.find(open.alarmId)).toMatchObject({ state: 'active' });
  });
});

describe('housekeeping', () => {
  it('keeps the table of checkpoints small, however often it is rewritten', async () => {
    const patient = anotherPatient();
    const size = `pg_total_relation_size('checkpoint') / 1024`;
    for (let round = 0; round < 5; round += 1) {
      for (let offset = 0; offset < 100; offset += 1) {
        await database.repositories.checkpoints.write([
          {
            logId: 'log',
            processor: 'ingest',
            topic: 'ecg.packets.v1',
            partition: 0,
            patientId: patient,
            nextOffset: round * 100 + offset,
            state: new Uint8Array(6000),
          },
        ]);
      }
      await vacuumCheckpoints(client);
    }
    // 500 states of 6 kB went through it.
    expect(await numberOf(size)).toBeLessThan(1500);
  });

  it('analyses tables that have grown', async () => {
    const patient = anotherPatient();
    const scores = Array.from({ length: 3000 }, (_, index) => scoreAt(patient, nowUs - dayUs / 2 + index));
    await database.repositories.scores.write(scores);
    await refreshStatistics(client);
    expect(
      await numberOf(`select max(reltuples) from pg_class where relname like '\\_hyper\\_%\\_chunk'`),
    ).toBeGreaterThanOrEqual(3000);
    await vacuumTrends(client);
  });
});
