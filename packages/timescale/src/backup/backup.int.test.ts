import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { AlarmEvent, DeviceId, PatientId } from '@beatwatch/contracts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../database.ts';
import { spawnEmbeddedTimescale } from '../embedded/index.ts';
import { databaseForTests, type TestDatabase } from '../testing/index.ts';
import { alarmEventAt, anotherPatient, beatAt, chunkAt, scoreAt, testModel } from '../testing/rows.ts';
import { relationsOf } from './catalog.ts';
import { checkBackup, restoreDatabase, restoreFolder, writeBackup } from './index.ts';
import { pagesOf } from './pages.ts';
import { pauseJobs } from './policies.ts';

const dayMs = 86_400_000;
const nowMs = Date.now();

describe('backup and restore', () => {
  let folder: string;
  let source: TestDatabase;
  let database: Database;
  let backup: string;
  let before: Record<string, unknown[]>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beatwatch-backup-'));
    source = await databaseForTests();
    database = openDatabase({ connectionString: source.connectionString });
    // On a slow machine retention would drop the old scores before their trends are computed.
    await pauseJobs(database.pool);
    for (let patient = 0; patient < 3; patient += 1) await writePatient(database, anotherPatient());
    await dropOldScores(database.pool);
    backup = join(folder, 'backup.jsonl.gz');
    const key = join(folder, 'keys.json');
    await writeFile(key, '{"keys":[]}');
    const summary = await writeBackup({
      connectionString: source.connectionString,
      path: backup,
      files: [{ name: 'denoise-keys.json', path: key }],
      isSharedSession: process.env['DATABASE_URL'] === undefined,
    });
    expect(summary.rows).toMatchObject({
      patient: 3,
      beat: 9000,
      alarm: 3,
      alarm_event: 6,
      'denoise-keys.json': 1,
    });
    before = await everything(source.connectionString);
  });

  afterAll(async () => {
    await database.close();
    await source.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('restores every row of every table, and trends without scores, into a new folder', async () => {
    const databaseFolder = join(folder, 'data', 'db');
    const files = new Map<string, Buffer[]>();
    const contents = await checkBackup(backup);
    await restoreFolder({
      databaseFolder,
      path: backup,
      contents,
      onFile: (name, piece) => {
        files.set(name, [...(files.get(name) ?? []), piece]);
        return Promise.resolve();
      },
    });
    expect(Buffer.concat(files.get('denoise-keys.json')!).toString()).toBe('{"keys":[]}');
    const server = await spawnEmbeddedTimescale({ dataDir: databaseFolder });
    try {
      const after = await everything(server.connectionString);
      expect(Object.keys(after)).toEqual(Object.keys(before));
      for (const [name, rows] of Object.entries(before)) {
        expect(rows.length, name).toBeGreaterThan(0);
        expect(after[name], name).toEqual(rows);
      }
      await expect(
        restoreDatabase({
          connectionString: server.connectionString,
          path: backup,
          contents,
          isAtomic: true,
        }),
      ).rejects.toThrow('the database holds rows already');
    } finally {
      await server.stop();
    }
    await expect(restoreFolder({ databaseFolder, path: backup, contents })).rejects.toThrow('exists');
  });

  it('is readable by its owner alone, and does not replace a file', async () => {
    expect((await stat(backup)).mode & 0o777).toBe(0o600);
    await expect(
      writeBackup({ connectionString: source.connectionString, path: backup, isSharedSession: true }),
    ).rejects.toThrow('choose another name');
  });

  it.each<[string, (file: Buffer) => Buffer, RegExp]>([
    ['cut in the middle', (file) => file.subarray(0, file.byteLength / 2), /is damaged: unexpected end/],
    ['cut before its last line', (file) => gzipSync(dropLastLine(file)), /breaks off before its end/],
    ['with a flipped bit', flipBit, /is damaged/],
    ['with a changed value', (file) => changed(file, '"Ward of three"', '"Ward of seven"'), /checksum/],
    ['without a row', (file) => changed(file, /\n\["patient-\d+",[^\n]*/, ''), /has \d+ rows, expected \d+/],
    ['of another program', () => gzipSync('hello\n'), /damaged: a line is not JSON/],
    ['that is no gzip', () => Buffer.from('hello'), /is not a backup of Beatwatch/],
    ['that is empty', () => Buffer.alloc(0), /is not a backup of Beatwatch|is damaged/],
    [
      'of a newer format',
      (file) => changed(file, '"beatwatchBackup":1', '"beatwatchBackup":2'),
      /has format 2/,
    ],
    ['of a newer schema', newerSchema, /its migration 9999_future is not known here/],
  ])('refuses a file %s and changes nothing', async (_, damage, message) => {
    const path = join(folder, 'damaged.jsonl.gz');
    await writeFile(path, damage(await readFile(backup)));
    await expect(checkBackup(path)).rejects.toThrow(message);
  });
});

/** Rows of each kind: some of an hour ago, and a trend of two years ago whose scores are gone. */
async function writePatient({ repositories, pool }: Database, patient: PatientId): Promise<void> {
  const atUs = (nowMs - 3_600_000) * 1000;
  const oldUs = (nowMs - 500 * dayMs) * 1000;
  const beatTimes = Array.from({ length: 3000 }, (_, index) => atUs + index * 800_123);
  const oldTimes = Array.from({ length: 101 }, (_, index) => oldUs + index * 800_123);
  await repositories.patients.upsert([
    { patientId: patient, displayName: `Ünïcode "${patient}"`, ward: 'Ward of three' },
  ]);
  await repositories.models.ensure({ version: testModel, manifest: { trained: 'on "ECG"', sizes: [1, 2] } });
  await repositories.models.setAlias({
    name: 'wearable',
    alias: 'champion',
    version: testModel,
    actor: 'ward manager',
  });
  await pool.query(
    `insert into job_run (job_id, kind, worker, progress)
     values (gen_random_uuid(), 'retrain', 'worker-1', '{"epoch": 3}')`,
  );
  await repositories.waveforms.write(
    Array.from({ length: 2500 }, (_, index) =>
      chunkAt(patient, atUs + index * 1_000_000, {
        quality: {
          qualityIndex: 0.1 * (index % 10),
          faults: index % 2 === 0 ? [] : (['noise', 'clipped'] as never),
          fibrillationIndex: 1 / 3,
        },
      }),
    ),
  );
  await repositories.beats.write(beatTimes.map((timeUs) => beatAt(patient, timeUs)));
  await repositories.scores.write(
    [...beatTimes, ...oldTimes].map((timeUs) =>
      scoreAt(patient, timeUs, {
        anomalyScore: (timeUs % 64) / 4,
        reconstruction: Float32Array.of(1e-9, -2),
      }),
    ),
  );
  await repositories.gaps.write([
    {
      patientId: patient,
      lead: 'II',
      deviceId: 'patch-1' as never,
      fromUs: atUs,
      toUs: atUs + 5,
      reason: 'restart',
    },
  ]);
  const raised: AlarmEvent = alarmEventAt(patient, atUs + 60_000_000);
  await repositories.alarms.write([
    raised,
    { ...raised, state: 'acknowledged', changeNumber: 2, timeUs: raised.timeUs + 1, actor: 'Nurse K.' },
  ]);
  await repositories.alarms.label({
    alarmId: raised.alarmId,
    patientId: patient,
    label: 'true',
    actor: 'Nurse K.',
    timeUs: atUs,
  } as never);
  await repositories.admissions.apply({
    ...{
      patientId: patient,
      actor: 'Nurse K.',
      timeUs: atUs,
      action: 'move',
      ward: 'Ward of three',
      bed: '7',
    },
  });
  await repositories.thresholds.set({
    patientId: patient,
    value: 3.25,
    actor: 'Nurse K.',
    timeUs: atUs,
  });
  const profile = await repositories.limits.setProfile({
    ...{ ward: '3B', limits: { pauseMs: 2500 }, latching: { pause: true } },
    actor: 'Nurse K.',
  });
  await repositories.limits.set({
    patientId: patient,
    limits: { asystoleMs: 5000 },
    actor: 'Nurse K.',
    timeUs: atUs,
  });
  await repositories.limits.apply([{ patientId: patient, timeUs: atUs, profile }]);
  await repositories.checkpoints.write([
    {
      processor: 'scorer',
      topic: 'beats',
      partition: 1,
      patientId: patient,
      logId: 'log',
      nextOffset: 7,
      state: Uint8Array.from({ length: 3000 }, (_, index) => index % 256),
    },
  ]);
  await repositories.selections.save({
    fingerprint: `sha256:${patient}`,
    summary: { patients: 1 },
    beats: [
      { beat: beatAt(patient, atUs), part: 'train', normal: true, labelled: false, learnable: true },
      { beat: beatAt(patient, atUs + 800_000), part: 'context', labelled: false, learnable: false },
    ],
  });
  const decided = { version: testModel, actor: 'Ann' };
  await repositories.models.setAlias({ ...decided, name: 'wearable', alias: 'challenger' });
  await repositories.assignments.assign({
    ...decided,
    scope: 'patient',
    target: patient,
    reason: 'to try it',
  });
  await repositories.alarmInputs.write([
    { patientId: patient, timeUs: atUs, number: 1, begins: true, inputs: Buffer.of(1), after: Buffer.of(2) },
    { patientId: patient, timeUs: atUs + 1, number: 2, begins: false, inputs: Buffer.of(3) },
  ]);
  await repositories.silences.write([
    {
      silenceId: `all/${patient}`,
      scope: 'all',
      actor: 'Nurse K.',
      startedMs: nowMs,
      untilMs: nowMs + 1000,
      covers: [raised],
      end: { atMs: nowMs + 500, alarmId: raised.alarmId },
    },
  ]);
  await repositories.deliveries.add([
    {
      deliveryId: patient,
      receiver: 'pager',
      alarmId: raised.alarmId,
      patientId: patient,
      change: { title: 'Ünïcode' },
    },
  ]);
  await repositories.deliveries.hold({ receiver: 'pager', holder: patient, holdMs: 0 });
  await writeUser(repositories, pool, patient);
  const device = `patch-${patient}` as DeviceId;
  await repositories.devices.save({ deviceId: device, kind: 'chest strap' });
  await repositories.devices.pair({ deviceId: device, patientId: patient, fromUs: atUs, by: 'Ada' });
  await repositories.careNotes.write({
    ...{ patientId: patient, kind: 'task', text: 'Check the "electrode"', dueMs: nowMs },
    ...{ alarmId: raised.alarmId, author: 'Nurse K.', authorId: 'kim' },
  });
  const group = await repositories.careGroups.make({ name: `Team "${patient}"`, by: 'Nurse K.' });
  await repositories.careGroups.add({ groupId: group?.groupId ?? 0, patientId: patient, by: 'Nurse K.' });
  await repositories.shadow.writeScores(testModel, [scoreAt(patient, atUs)]);
  await repositories.shadow.writeChanges(testModel, [raised]);
  await pool.query(`insert into job_run (job_id, kind, worker) values (gen_random_uuid(), 'retrain', 'w-1')`);
  await pool.query(
    `insert into alarm_strip (alarm_id, patient_id, lead, time, device_id, sampling_rate_hz, microvolts_per_count, samples)
     select $1, $2, 'II', now() - interval '1 hour', 'patch-1', 250, 4.88, '\\x0001'`,
    [raised.alarmId, patient],
  );
}

async function writeUser(
  { users, audit, machineKeys }: Database['repositories'],
  pool: pg.Pool,
  patient: PatientId,
): Promise<void> {
  const userId = `user-${patient}`;
  await users.add({
    userId,
    name: 'Nurse K.',
    email: `${userId}@ward.example`,
    role: 'clinician',
    wards: ['A', 'B'],
  });
  await users.makeLink({ userId, tokenSha256: userId, madeBy: 'test', expiresAtMs: nowMs + dayMs });
  await pool.query(`insert into user_session (id, user_id, token, expires_at) values ($1, $1, $1, now())`, [
    userId,
  ]);
  await pool.query(
    `insert into user_credential (id, user_id, provider_id, account_id, password) values ($1, $1, 'credential', $1, 'x')`,
    [userId],
  );
  await pool.query(
    `insert into user_verification (id, identifier, value, expires_at) values ($1, 'state', '{}', now())`,
    [userId],
  );
  await machineKeys.add({
    id: userId,
    name: 'a gateway',
    scopes: ['ingest'],
    sha256: userId,
    wards: ['A', 'B'],
    createdBy: 'Ada',
    expiresMs: nowMs + dayMs,
  });
  await audit.write({ action: 'open-patient', session: { userId, role: 'clinician' }, patientId: patient });
}

/** As retention does; the trends were computed before. */
async function dropOldScores(pool: pg.Pool): Promise<void> {
  for (const view of ['score_minute', 'score_hour']) {
    await pool.query(`call refresh_continuous_aggregate('${view}', null, null)`);
  }
  await pool.query(`select drop_chunks('beat_score', now() - interval '300 days')`);
}

/** Every row as text, and the trends as their readers see them. */
async function everything(connectionString: string): Promise<Record<string, unknown[]>> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const found: Record<string, unknown[]> = {};
    for (const relation of await relationsOf(client)) {
      const rows: unknown[] = [];
      if (relation.section === 'table') {
        for await (const page of pagesOf(client, relation)) rows.push(...page);
      } else {
        const { rows: trend } = await client.query(
          `select * from ${relation.name} order by patient_id, model_version, bucket`,
        );
        rows.push(...(trend as unknown[]));
      }
      found[relation.name] = rows;
    }
    return found;
  } finally {
    await client.end();
  }
}

const changed = (file: Buffer, from: string | RegExp, to: string): Buffer => {
  const text = gunzipSync(file).toString();
  const result = text.replace(from, to);
  expect(result).not.toBe(text);
  return gzipSync(result);
};

const dropLastLine = (file: Buffer): string =>
  gunzipSync(file).toString().trimEnd().split('\n').slice(0, -1).join('\n') + '\n';

function flipBit(file: Buffer): Buffer {
  const flipped = Buffer.from(file);
  const at = Math.floor(file.byteLength * 0.7);
  flipped[at] = flipped[at]! ^ 4;
  return flipped;
}

/** With the checksum that belongs to it. */
function newerSchema(file: Buffer): Buffer {
  const text = dropLastLine(file).replace('"migrations":[', '"migrations":["9999_future",');
  return gzipSync(text + JSON.stringify(endOf(file, text)) + '\n');
}

function endOf(file: Buffer, text: string): unknown {
  const last = JSON.parse(gunzipSync(file).toString().trimEnd().split('\n').at(-1)!) as object;
  return { ...last, sha256: createHash('sha256').update(text).digest('hex') };
}
