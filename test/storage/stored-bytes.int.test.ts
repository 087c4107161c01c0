import { bytesOf, deviceId, modelVersion, patientId, type Beat } from '@beatwatch/contracts';
import { beatsOf, createLeadPipeline, packetise } from '@beatwatch/ecg';
import { readWfdbRecord, samplesAboveBaseline } from '@beatwatch/recordings';
import { openDatabase, type Database } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { createMulberryRandom } from '@beatwatch/statistics';
import { afterAll, beforeAll, expect, it, type TestContext } from 'vitest';
import { referenceFile } from '../stack/reference-data.ts';
import { signalModels } from '../stack/signal-models.ts';

/*
 * What a patient's beats take on disk once they are compressed, and whether the chunks of a full ward can be compressed.
 */

const hours = 2;
const hourUs = 3_600_000_000;
/** A full chunk of two hours, some days ago. */
const startUs = Math.floor(Date.now() / 7_200_000) * 2 * hourUs - 72 * hourUs;

let server: TestDatabase;
let database: Database;
beforeAll(async () => {
  server = await databaseForTests();
  database = openDatabase({ connectionString: server.connectionString, poolSize: 1 });
});
afterAll(async () => {
  await database.close();
  await server.stop();
});

/** The beats of a half-hour record, again and again for two hours. */
async function beatsOfRecord(context: TestContext, name: string, seconds: number): Promise<readonly Beat[]> {
  const path = referenceFile(context, 'mitdb', `${name}.hea`).replace(/\.hea$/, '');
  const { samplingRateHz, signals } = await readWfdbRecord(path);
  const samples = samplesAboveBaseline(signals[0]!).subarray(0, seconds * samplingRateHz);
  const packets = packetise({
    patientId: patientId('p'),
    deviceId: deviceId('patch-1'),
    lead: 'MLII',
    samplingRateHz,
    microvoltsPerCount: 5,
    samples,
    firstSampleTimeUs: startUs,
    packetLengths: [samplingRateHz],
  });
  const pipeline = createLeadPipeline({ models: signalModels });
  const once = [...packets].flatMap((packet) => beatsOf(pipeline.push(packet).observations));
  const rounds = Array.from({ length: (hours * 3600) / seconds }, (_, round) => round * seconds * 1e6);
  return rounds.flatMap((byUs) =>
    once.map((beat) => ({ ...beat, timeUs: beat.timeUs + byUs, endTimeUs: beat.endTimeUs + byUs })),
  );
}

async function write(beats: readonly Beat[], random: () => number): Promise<void> {
  const { repositories } = database;
  for (let from = 0; from < beats.length; from += 500) {
    const batch = beats.slice(from, from + 500);
    await repositories.beats.write(batch);
    await repositories.scores.write(
      batch.map((beat) => ({
        patientId: beat.patientId,
        beatTimeUs: beat.timeUs,
        modelVersion: modelVersion('wearable'),
        anomalyScore: 1 + random(),
        threshold: 3.5,
        anomalous: false,
        ventricular: false,
        rrIntervalMs: beat.rrIntervalMs,
        scoredAtUs: beat.endTimeUs + Math.round(300_000 + 100_000 * random()),
        beatClass: 'N',
        classProbabilities: {
          N: 0.98 + random() / 100,
          S: random() / 100,
          V: random() / 1000,
          F: 0,
          P: 0,
          U: 0,
        },
      })),
    );
  }
}

async function numberOf(sql: string): Promise<number> {
  const { rows } = await database.pool.query<{ found: string }>(`select (${sql})::float8 as found`);
  return Number(rows[0]?.found);
}

/** Bytes of a table's chunks before and after they are compressed, and the largest chunk before. */
async function compress(table: string): Promise<{ before: number; after: number; largest: number }> {
  const chunks = `select show_chunks('${table}') as chunk`;
  const size = `select coalesce(sum(total_bytes), 0) from chunks_detailed_size('${table}')`;
  const largest = await numberOf(`select max(pg_total_relation_size(chunk)) from (${chunks}) as all_chunks`);
  const before = await numberOf(size);
  await database.pool.query(`select compress_chunk(chunk) from (${chunks}) as all_chunks`);
  return { before, largest, after: await numberOf(size) };
}

const mostCompressedBytes = 64 * 1024 * 1024;

it('stores the beats of 14 patients in a third of the bytes, in chunks that can be compressed', async (context) => {
  const patients = 14;
  const random = createMulberryRandom(15);
  const records = [await beatsOfRecord(context, '119', 1800), await beatsOfRecord(context, '106', 1800)];
  let beats = 0;
  for (let index = 0; index < patients; index += 1) {
    const own = records[index % 2]!.map((beat) => ({ ...beat, patientId: patientId(`ward-${index}`) }));
    beats += own.length;
    await write(own, () => random.next());
  }
  const patientHours = patients * hours;
  const perBeat: Record<string, number> = {};
  for (const table of ['beat', 'beat_shape', 'beat_score']) {
    const { before, after, largest } = await compress(table);
    perBeat[table] = after / beats;
    console.log(
      `${table}: ${(before / patientHours / 1e3).toFixed(0)} kB a patient-hour, compressed ${(after / patientHours / 1e3).toFixed(0)} kB (${(after / beats).toFixed(1)} bytes a beat), largest chunk ${(largest / 1e6).toFixed(1)} MB`,
    );
    expect(largest).toBeLessThan(mostCompressedBytes);
  }
  // As it was: the samples as 32-bit floats beside each beat, for a year.
  const asFloats = Buffer.concat(records[0]!.map(({ samples }) => Buffer.from(bytesOf(samples))));
  const yearGb = (bytesABeat: number, days: number): number =>
    (bytesABeat * (beats / patientHours) * 12 * 24 * days) / 1e9;
  const nowGb = yearGb(perBeat['beat']!, 365) + yearGb(perBeat['beat_shape']!, 30);
  const floatsGb = yearGb(asFloats.length / records[0]!.length, 365);
  console.log(
    `12 patients, a year: beats ${yearGb(perBeat['beat']!, 365).toFixed(1)} GB, their samples (30 days) ${yearGb(perBeat['beat_shape']!, 30).toFixed(1)} GB, scores ${yearGb(perBeat['beat_score']!, 365).toFixed(1)} GB; samples as floats alone were ${floatsGb.toFixed(0)} GB`,
  );
  expect(nowGb).toBeLessThan(floatsGb / 3);
});
