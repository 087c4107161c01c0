import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { deviceId, modelVersion, patientId, rWindow88Microvolts } from '@beatwatch/contracts';
import { openDatabase } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';

const run = promisify(execFile);
const beatwatch = fileURLToPath(new URL('../../../bin/beatwatch.mjs', import.meta.url));
let server: TestDatabase;
let folder: string;

beforeAll(async () => {
  server = await databaseForTests();
  folder = await mkdtemp(join(tmpdir(), 'beatwatch-selections-'));
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function command(...words: string[]): Promise<string> {
  const env = { ...process.env, DATABASE_URL: server.connectionString };
  const { stdout } = await run(process.execPath, [beatwatch, 'selections', ...words], { env });
  return stdout;
}

async function storeBeats(seconds: number): Promise<void> {
  const database = openDatabase({ connectionString: server.connectionString });
  const startUs = Date.now() * 1000 - seconds * 1e6;
  const beats = Array.from({ length: seconds }, (_, index) => ({
    patientId: patientId('p-1'),
    deviceId: deviceId('d-1'),
    lead: 'II',
    timeUs: startUs + index * 1e6,
    endTimeUs: startUs + index * 1e6 + 448_000,
    rrIntervalMs: 1000,
    precedingRrIntervalMs: 1000,
    preprocessing: rWindow88Microvolts,
    samples: Float32Array.from({ length: 88 }, (_, at) =>
      Math.round((1000 + (index % 7)) * Math.exp(-(((at - 31) / 4) ** 2))),
    ),
  }));
  await database.repositories.beats.write(beats);
  await database.repositories.scores.write(
    beats.map((beat) => ({
      patientId: beat.patientId,
      beatTimeUs: beat.timeUs,
      lead: 'II',
      modelVersion: modelVersion('m-1'),
      anomalyScore: 1,
      threshold: 2,
      anomalous: false,
      ventricular: false,
      rrIntervalMs: 1000,
      scoredAtUs: beat.timeUs,
    })),
  );
  await database.close();
}

it('makes a selection, lists it and exports it twice with the same bytes', async () => {
  await storeBeats(400);
  const made = JSON.parse(await command('make', '--since', '1h', '--json')) as {
    readonly fingerprint: string;
    readonly summary: { readonly beats: { readonly train: number } };
  };
  expect(made.summary.beats.train).toBeGreaterThan(100);
  expect(await command('list')).toContain(made.fingerprint);
  const name = made.fingerprint.slice('sha256:'.length, 20);
  const files = ['one', 'two'].map((file) => join(folder, file));
  for (const file of files) await command('export', name, '--format', 'parquet', '--out', file);
  const [one, two] = await Promise.all(files.map((file) => readFile(file)));
  expect(one?.subarray(0, 4).toString()).toBe('PAR1');
  expect(two).toEqual(one);
  await expect(command('export', 'ffffffff', '--out', join(folder, 'none'))).rejects.toThrow(
    'found nothing of this name',
  );
});
