import { deviceId, modelVersion, patientId } from '@beatwatch/contracts';
import { createSeededRandom } from '@beatwatch/statistics';
import { openDatabase, type Database } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { wardDrift } from './ward-drift.ts';

const secondUs = 1_000_000;
const hourUs = 3600 * secondUs;
const nowUs = Math.floor(Date.now() / 3_600_000) * hourUs;
const random = createSeededRandom(4);

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

/** Half an hour of scores and quality, with a median score and a heart rate. */
async function storeTime(
  patient: string,
  fromUs: number,
  { score, rateBpm }: { score: number; rateBpm: number },
) {
  const times = Array.from({ length: 1500 }, (_, index) => fromUs + index * secondUs);
  await database.repositories.scores.write(
    times.map((beatTimeUs) => ({
      patientId: patientId(patient),
      beatTimeUs,
      lead: 'II',
      modelVersion: modelVersion('m-1'),
      anomalyScore: score * Math.exp(0.3 * random.normal()),
      threshold: 2,
      anomalous: false,
      ventricular: false,
      rrIntervalMs: (60_000 / rateBpm) * (1 + 0.05 * random.normal()),
      scoredAtUs: beatTimeUs,
    })),
  );
  await database.repositories.waveforms.write(
    times.map((firstSampleTimeUs) => ({
      patientId: patientId(patient),
      deviceId: deviceId('d'),
      lead: 'II',
      firstSampleTimeUs,
      samplingRateHz: 250,
      microvoltsPerCount: 5,
      samples: new Int16Array(250),
      quality: { qualityIndex: 0.7 + 0.3 * random.next(), faults: [], fibrillationIndex: 0 },
    })),
  );
}

it('finds whose scores and heart rate have moved, and leaves out whom the model knows too short', async () => {
  await storeTime('p-steady', nowUs - 6 * hourUs, { score: 1, rateBpm: 70 });
  await storeTime('p-steady', nowUs - hourUs, { score: 1, rateBpm: 70 });
  await storeTime('p-moved', nowUs - 6 * hourUs, { score: 1, rateBpm: 70 });
  await storeTime('p-moved', nowUs - hourUs, { score: 1.4, rateBpm: 85 });
  await storeTime('p-new', nowUs - hourUs, { score: 1, rateBpm: 70 });
  const drifts = await wardDrift(database.repositories, { nowUs, windowUs: hourUs });
  const levels = Object.fromEntries(
    drifts.map(({ patientId: id, measure, level }) => [`${id} ${measure}`, level]),
  );
  expect(levels).toEqual({
    'p-steady anomaly score': 'none',
    'p-steady heart rate': 'none',
    'p-steady signal quality': 'none',
    'p-moved anomaly score': 'strong',
    'p-moved heart rate': 'strong',
    'p-moved signal quality': 'none',
  });
  const [score] = drifts.filter(({ patientId: id }) => id === 'p-moved');
  expect(score?.ks).toBeGreaterThan(0.3);
  expect(score?.before.values).toBeGreaterThan(1000);
});
