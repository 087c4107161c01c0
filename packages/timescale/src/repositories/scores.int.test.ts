import { modelVersion, type PatientId } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import type { TimeRange } from '../stored-rows.ts';
import { databaseOfTests } from '../testing/database-of-tests.ts';
import { anotherPatient, beatAt, scoreAt } from '../testing/rows.ts';

// A whole minute, some way back, that no policy touches.
const startUs = Math.floor(Date.now() / 60_000) * 60_000_000 - 30 * 60_000_000;
const secondUs = 1_000_000;

const database = databaseOfTests();

function rangeOf(patientId: PatientId, seconds = 3600): TimeRange {
  return { patientId, fromUs: startUs, toUs: startUs + seconds * secondUs };
}

describe('scores', () => {
  it('are read as they were first written, newest first', async () => {
    const patient = anotherPatient();
    const scores = [0, 1, 2].map((second) =>
      scoreAt(patient, startUs + second * secondUs, {
        anomalyScore: 0.1 + second,
        ventricular: second === 1,
        ...(second === 2 && { late: true }),
        ...(second === 1 && {
          beatClass: 'V' as const,
          classProbabilities: { N: 0.1, S: 0, V: 0.75, F: 0.1, P: 0, U: 0.05 },
        }),
        ...(second === 0 ? {} : { threshold: 20.25, reconstruction: Float32Array.of(0.5, -1.25, 3e-8) }),
      }),
    );
    await database.repositories.scores.write(scores);
    await database.repositories.scores.write(scores.map((score) => ({ ...score, anomalyScore: 99 })));
    expect(await database.repositories.scores.find(patient, startUs)).toEqual(scores[0]);
    expect(await database.repositories.scores.recent(rangeOf(patient), 2)).toEqual([scores[2], scores[1]]);
    expect(await database.repositories.scores.find(patient, startUs + 5)).toBeUndefined();
  });

  it('are stored where a class has no probability that the column can hold', async () => {
    const patient = anotherPatient();
    const probabilities = { N: 1, S: 1e-60, V: 1e-40, F: 0, P: 0, U: 0 };
    await database.repositories.scores.write([
      scoreAt(patient, startUs, { beatClass: 'N', classProbabilities: probabilities }),
    ]);
    expect((await database.repositories.scores.find(patient, startUs))?.classProbabilities).toMatchObject({
      N: 1,
      S: 0,
    });
  });

  it('are counted beside the beats that they belong to', async () => {
    const patient = anotherPatient();
    const times = [0, 1, 2, 3].map((second) => startUs + second * secondUs);
    await database.repositories.beats.write(times.map((timeUs) => beatAt(patient, timeUs)));
    await database.repositories.scores.write(times.slice(0, 3).map((timeUs) => scoreAt(patient, timeUs)));
    await database.repositories.scores.write(
      times.slice(0, 2).map((timeUs) => scoreAt(patient, timeUs, { modelVersion: modelVersion('lstm-2') })),
    );
    expect(await database.repositories.scores.counts(rangeOf(patient))).toEqual({
      beatsStored: 4,
      beatsScored: 3,
      beatsScoredTwice: 0,
    });
  });

  it('give the minutes with late beats', async () => {
    const patient = anotherPatient();
    const minuteUs = 60 * secondUs;
    const firstUs = Math.ceil(startUs / minuteUs) * minuteUs;
    const at = (offsetUs: number, late: boolean) =>
      scoreAt(patient, firstUs + offsetUs, late ? { late: true } : {});
    await database.repositories.scores.write([
      at(0, false),
      at(minuteUs, true),
      at(minuteUs + secondUs, true),
      at(3 * minuteUs - 1, true),
    ]);
    expect(await database.repositories.scores.lateMinutes(rangeOf(patient))).toEqual([
      firstUs + minuteUs,
      firstUs + 2 * minuteUs,
    ]);
  });

  it('give the time from a beat to its stored score', async () => {
    const patient = anotherPatient();
    const [{ now_us: nowUs }] = (
      await database.pool.query<{ now_us: number }>('select epoch_us(clock_timestamp()) as now_us')
    ).rows as [{ now_us: number }];
    const beat = beatAt(patient, nowUs - 5 * secondUs, { endTimeUs: nowUs - 4 * secondUs });
    await database.repositories.beats.write([beat]);
    await database.repositories.scores.write([scoreAt(patient, beat.timeUs)]);
    const [delayMs, ...others] = await database.repositories.scores.storeDelaysMs(nowUs, 10);
    expect(others).toEqual([]);
    expect(delayMs).toBeGreaterThanOrEqual(4000);
    expect(delayMs).toBeLessThan(64_000);
    expect(await database.repositories.scores.storeDelaysMs(nowUs + 3600 * secondUs, 10)).toEqual([]);
  });
});

describe('trends', () => {
  const expectedMinutes = [
    { beats: 2, anomalousBeats: 1, meanHeartRateBpm: 67.5, minHeartRateBpm: 60, maxHeartRateBpm: 75 },
    { beats: 1, anomalousBeats: 0, meanHeartRateBpm: 75, minHeartRateBpm: 75, maxHeartRateBpm: 75 },
  ];

  async function patientWithScores(): Promise<PatientId> {
    const patient = anotherPatient();
    await database.repositories.scores.write([
      scoreAt(patient, startUs + secondUs, { anomalyScore: 10 }),
      scoreAt(patient, startUs + 59 * secondUs, { anomalyScore: 30, anomalous: true, rrIntervalMs: 1000 }),
      scoreAt(patient, startUs + 60 * secondUs, { anomalyScore: 20 }),
    ]);
    return patient;
  }

  it('include beats that no refresh has seen', async () => {
    const patient = await patientWithScores();
    const minutes = await database.repositories.scores.trend(rangeOf(patient), 'minute');
    expect(minutes).toMatchObject(expectedMinutes);
    expect(
      minutes.map(({ timeUs, meanAnomalyScore, maxAnomalyScore }) => [
        timeUs,
        meanAnomalyScore,
        maxAnomalyScore,
      ]),
    ).toEqual([
      [startUs, 20, 30],
      [startUs + 60 * secondUs, 20, 20],
    ]);
  });

  it('are the same after a refresh, and hours are the sum of their minutes', async () => {
    const patient = await patientWithScores();
    await database.pool.query(`call refresh_continuous_aggregate('score_minute', null, null)`);
    await database.pool.query(`call refresh_continuous_aggregate('score_hour', null, null)`);
    expect(await database.repositories.scores.trend(rangeOf(patient), 'minute')).toMatchObject(
      expectedMinutes,
    );
    const hours = await database.repositories.scores.trend(rangeOf(patient), 'hour');
    expect(hours.reduce((beats, hour) => beats + hour.beats, 0)).toBe(3);
    expect(Math.max(...hours.map(({ maxAnomalyScore }) => maxAnomalyScore))).toBe(30);
  });

  it('include late beats after the next refresh, and show the model that scored last', async () => {
    const patient = await patientWithScores();
    await database.pool.query(`call refresh_continuous_aggregate('score_minute', null, null)`);
    await database.repositories.scores.write([
      scoreAt(patient, startUs + secondUs, { anomalyScore: 1, modelVersion: modelVersion('lstm-2') }),
    ]);
    await database.pool.query(`call refresh_continuous_aggregate('score_minute', null, null)`);
    const [first, second] = await database.repositories.scores.trend(rangeOf(patient), 'minute');
    expect(first).toMatchObject({ beats: 1, maxAnomalyScore: 1 });
    expect(second).toMatchObject({ beats: 1, maxAnomalyScore: 20 });
  });
});
