import { encodeTogether, patientModel, PatientModels } from '@beatwatch/adaptation';
import {
  decodeAlarmEvent,
  decodeDeadLetter,
  decodeScore,
  encodePatientCommand,
  patientId,
  rr140Zscore,
  rWindow88Microvolts,
  topics,
  type AlarmEvent,
  type Beat,
  type DeadLetter,
  type Score,
} from '@beatwatch/contracts';
import { createOnnxScoringEngine, createUntrainedModel, type ScoringEngine } from '@beatwatch/model-core';
import { createLogger, createRegistry, type Service } from '@beatwatch/service-kit';
import { createInProcessStream, type MessageStream } from '@beatwatch/stream';
import { openDatabase, type Database } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildScorer } from './scorer.ts';
import { amplitudes, beat as beatOf, encodeBeat, startUs } from './test-scorer.ts';

const patient = patientId('p-1');
const beat = (index: number, amplitude: number): Beat => beatOf(patient, index, amplitude);

describe('scorer', () => {
  let server: TestDatabase;
  let database: Database;
  let engine: ScoringEngine;
  let models: PatientModels;
  let stream: MessageStream;
  let scorer: Service;
  const scores: Score[] = [];
  const alarms: AlarmEvent[] = [];
  const deadLetters: DeadLetter[] = [];

  const start = async (): Promise<void> => {
    scorer = buildScorer({
      stream,
      repositories: database.repositories,
      models,
      logger: createLogger('scorer', 'silent'),
      registry: createRegistry('scorer'),
      checkpointMs: 200,
      batchMs: 0,
    });
    await scorer.start();
  };
  const send = async (topic: string, values: readonly Uint8Array[]): Promise<void> => {
    const producer = await stream.producer();
    await producer.send(
      topic,
      values.map((value) => ({ key: patient, value })),
    );
    await producer.stop();
  };

  beforeAll(async () => {
    server = await databaseForTests();
    database = openDatabase({ connectionString: server.connectionString });
    const model = createUntrainedModel({ embedding: 4, seed: 1 });
    engine = await createOnnxScoringEngine(model, { threads: 1 });
    models = new PatientModels([patientModel(model.manifest, (inputs) => encodeTogether(engine, inputs))]);
  });
  afterAll(async () => {
    await engine.dispose();
    await database.close();
    await server.stop();
  });
  beforeEach(async () => {
    await database.pool.query('truncate beat_score, alarm, alarm_event, checkpoint');
    for (const list of [scores, alarms, deadLetters]) list.length = 0;
    stream = createInProcessStream();
    await start();
    await stream.consume({
      groupId: 'test',
      topics: [topics.scores, topics.alarms, topics.deadLetter],
      from: 'earliest',
      onBatch: (batch) => {
        for (const { value } of batch.messages) {
          if (batch.topic === topics.scores) scores.push(decodeScore(value));
          else if (batch.topic === topics.alarms) alarms.push(decodeAlarmEvent(value));
          else deadLetters.push(decodeDeadLetter(value));
        }
        return Promise.resolve();
      },
    });
  });
  afterEach(async () => {
    await scorer.stop();
    await stream.stop();
  });

  it('scores each beat as the engine does alone, learns a threshold, raises one alarm and resolves it', async () => {
    const beats = amplitudes.map((amplitude, index) => beat(index, amplitude));
    await send(topics.beats, beats.map(encodeBeat));
    await expect.poll(() => scores.length, { timeout: 20_000 }).toBe(beats.length);
    for (const index of [0, 46]) {
      const { losses } = await engine.score(beats[index]!.samples, 1);
      expect(scores[index]!.anomalyScore).toBeCloseTo(losses[0]!, 3);
    }
    expect(scores.slice(0, 40).every(({ threshold }) => threshold === undefined)).toBe(true);
    expect(scores.slice(40).every(({ threshold }) => threshold !== undefined)).toBe(true);
    expect(scores.filter(({ anomalous }) => anomalous).map(({ beatTimeUs }) => beatTimeUs)).toEqual(
      [45, 46, 47].map((index) => startUs + index * 800_000),
    );
    await expect.poll(() => alarms.map(({ state }) => state)).toEqual(['active', 'resolved']);
    const stored = await database.repositories.scores.find(patient, startUs + 46 * 800_000);
    expect(stored?.reconstruction).toHaveLength(140);
    expect(await database.repositories.alarms.find(alarms[0]!.alarmId)).toMatchObject({ state: 'resolved' });
  });

  it('continues after a stop at any beat: every beat scored once, and the same single alarm', async () => {
    for (const [index, amplitude] of amplitudes.entries()) {
      await send(topics.beats, [encodeBeat(beat(index, amplitude))]);
      if (index % 7 !== 6) continue;
      await scorer.stop();
      await start();
    }
    const range = { patientId: patient, fromUs: startUs, toUs: startUs + 3.6e9 };
    await expect
      .poll(async () => (await database.repositories.scores.counts(range)).beatsScored, { timeout: 20_000 })
      .toBe(amplitudes.length);
    await expect.poll(() => alarms.at(-1)?.state, { timeout: 20_000 }).toBe('resolved');
    expect(new Set(alarms.map(({ alarmId }) => alarmId)).size).toBe(1);
    const history = await database.repositories.alarms.history(alarms[0]!.alarmId);
    expect(history.map(({ state }) => state).sort()).toEqual(['active', 'resolved']);
  });

  it('acknowledges an active alarm and records who did', async () => {
    await send(
      topics.beats,
      amplitudes.slice(0, 48).map((amplitude, index) => encodeBeat(beat(index, amplitude))),
    );
    await expect.poll(() => alarms.length, { timeout: 20_000 }).toBe(1);
    const { alarmId } = alarms[0]!;
    const command = encodePatientCommand({
      alarmId,
      patientId: patient,
      action: 'acknowledge',
      actor: 'nurse',
      timeUs: startUs + 6e7,
    });
    await send(topics.patientCommands, [command, command]);
    await expect.poll(() => alarms.map(({ state }) => state)).toEqual(['active', 'acknowledged']);
    expect(await database.repositories.alarms.find(alarmId)).toMatchObject({
      state: 'acknowledged',
      actor: 'nurse',
    });
  });

  it('ends the alarms of a state that is lost, and raises them again while they are the case', async () => {
    const beats = (count: number, from = 0): Uint8Array[] =>
      amplitudes
        .slice(from, from + count)
        .map((amplitude, index) => encodeBeat(beat(from + index, amplitude)));
    await send(topics.beats, beats(48));
    await expect.poll(() => alarms.map(({ state }) => state), { timeout: 20_000 }).toEqual(['active']);
    await scorer.stop();
    await database.pool.query('update checkpoint set state = $1::bytea', ['\\xff0fdead']);
    await start();
    await expect.poll(() => alarms.map(({ state }) => state)).toEqual(['active', 'resolved']);
    const [{ alarmId }] = alarms as [AlarmEvent];
    expect(await database.repositories.alarms.find(alarmId)).toMatchObject({ state: 'resolved' });
    // The new state learns from the beats that follow, and judges them.
    const again = amplitudes.map((amplitude, index) => encodeBeat(beat(100 + index, amplitude)));
    await send(topics.beats, again);
    await expect.poll(() => alarms.length, { timeout: 20_000 }).toBe(4);
    expect(new Set(alarms.map((event) => event.alarmId)).size).toBe(2);
  });

  it('stores labels of an alarm with who and when, and changes no alarm', async () => {
    await send(
      topics.beats,
      amplitudes.slice(0, 48).map((amplitude, index) => encodeBeat(beat(index, amplitude))),
    );
    await expect.poll(() => alarms.length, { timeout: 20_000 }).toBe(1);
    const { alarmId } = alarms[0]!;
    const said = {
      alarmId,
      patientId: patient,
      label: 'false',
      actor: 'nurse',
      timeUs: startUs + 5e7,
    } as const;
    await send(topics.patientCommands, [encodePatientCommand({ ...said, action: 'label' })]);
    await expect.poll(() => database.repositories.alarms.labels(alarmId)).toEqual([{ ...said, episode: 1 }]);
    expect(alarms).toHaveLength(1);
  });

  it("applies staff's threshold at once, stores who set it, and returns to the learned one", async () => {
    const usual = Array.from({ length: 45 }, (_, index) => beat(index, 1));
    await send(topics.beats, usual.map(encodeBeat));
    await expect.poll(() => scores.length, { timeout: 20_000 }).toBe(45);
    const learned = scores[44]!.threshold!;
    const set = {
      patientId: patient,
      actor: 'nurse',
      timeUs: startUs + 4e7,
      action: 'set-threshold' as const,
    };
    await send(topics.patientCommands, [encodePatientCommand({ ...set, value: 2 * learned })]);
    await expect
      .poll(async () => (await database.repositories.thresholds.inForce(patient))?.value)
      .toBe(2 * learned);
    await send(topics.beats, [encodeBeat(beat(45, 1))]);
    await expect.poll(() => scores[45]?.threshold, { timeout: 20_000 }).toBe(2 * learned);
    await send(topics.patientCommands, [encodePatientCommand({ ...set, timeUs: set.timeUs + 1e6 })]);
    await expect
      .poll(async () => (await database.repositories.thresholds.inForce(patient))?.value)
      .toBe(undefined);
    await send(topics.beats, [encodeBeat(beat(46, 1))]);
    await expect.poll(() => scores[46]?.threshold, { timeout: 20_000 }).toBe(learned);
  });

  it('refuses a beat of another preprocessing than its models were trained on', async () => {
    const foreign = { ...beat(0, 1), preprocessing: rWindow88Microvolts, samples: new Float32Array(88) };
    await send(topics.beats, [encodeBeat(foreign), encodeBeat(beat(1, 1))]);
    await expect.poll(() => scores.length, { timeout: 20_000 }).toBe(1);
    await expect.poll(() => deadLetters.length).toBe(1);
    expect(deadLetters[0]).toMatchObject({ code: 'wrong-preprocessing' });
    expect(deadLetters[0]!.reason).toContain('found "r-window-88-microvolts", expected "rr-140-zscore"');
  });

  it('records the model that scores', async () => {
    const { rows } = await database.pool.query('select model_version, manifest from model');
    expect(rows).toMatchObject([
      { model_version: engine.modelVersion, manifest: { preprocessing: rr140Zscore } },
    ]);
  });

  it('ends the alarms of who is discharged, raises none by what comes then, and remembers it though its state is lost', async () => {
    const say = (action: 'admit' | 'discharge', timeUs: number): Promise<void> =>
      send(topics.patientCommands, [
        encodePatientCommand({ patientId: patient, actor: 'Nurse K.', timeUs, action }),
      ]);
    const stay = async () => (await database.repositories.patients.find(patient))?.admission;
    const anomalous = (from: number): Beat[] =>
      Array.from({ length: 48 }, (_, index) => beat(from + index, index < 45 ? 1 : 4));
    const shown = (): string[] => alarms.map(({ state, reason = '' }) => `${state} ${reason}`.trim());
    const scored = (count: number): Promise<void> =>
      expect.poll(() => scores.length, { timeout: 20_000 }).toBe(count);

    await send(topics.beats, anomalous(0).map(encodeBeat));
    await expect.poll(shown, { timeout: 20_000 }).toEqual(['active']);
    await say('discharge', startUs);
    await expect.poll(shown).toEqual(['active', 'resolved discharged']);
    expect(alarms[1]).toMatchObject({ actor: 'Nurse K.' });
    await expect.poll(stay).toBe('discharged');

    await scorer.stop();
    await database.pool.query('truncate checkpoint');
    await start();
    await send(topics.beats, anomalous(100).map(encodeBeat));
    await scored(96);
    expect(alarms).toHaveLength(2);

    await say('admit', startUs + 1);
    await expect.poll(stay).toBe('admitted');
    await send(topics.beats, anomalous(200).map(encodeBeat));
    await expect.poll(shown, { timeout: 20_000 }).toEqual(['active', 'resolved discharged', 'active']);
  });

  it('decides by the limits of the ward, by the patient’s own before them, and by these when its state is lost', async () => {
    const { limits, patients } = database.repositories;
    const rates = (): string[] =>
      alarms
        .filter(({ kind }) => kind === 'extreme-bradycardia')
        .map(({ state, priority }) => `${state} ${priority}`);
    // 75 beats a minute.
    const sendBeats = (from: number): Promise<void> =>
      send(
        topics.beats,
        Array.from({ length: 10 }, (_, index) => encodeBeat(beat(from + index, 1))),
      );
    const set = (heartRateLowBpm: number | undefined, timeUs: number): Promise<void> =>
      send(topics.patientCommands, [
        encodePatientCommand({
          ...{ patientId: patient, actor: 'Nurse K.', timeUs, action: 'set-limits' },
          limits: heartRateLowBpm === undefined ? {} : { heartRateLowBpm, heartRateHighBpm: 120 },
        }),
      ]);
    const stored = async (): Promise<number> => (await limits.history(patient, 9)).length;

    await sendBeats(0);
    await expect.poll(() => scores.length, { timeout: 20_000 }).toBe(10);
    expect(rates()).toEqual([]);
    await patients.upsert([{ patientId: patient, displayName: 'Ada L.', ward: '3B' }]);
    const { profileId } = await limits.setProfile({
      ...{ ward: '3B', actor: 'Admin A.', latching: {} },
      limits: { heartRateLowBpm: 80, heartRateHighBpm: 120 },
    });
    await expect
      .poll(async () => (await limits.applied(patient)).map(({ profile }) => profile?.profileId))
      .toEqual([profileId]);
    await sendBeats(10);
    await expect.poll(rates).toEqual(['active medium']);

    await set(50, startUs);
    await expect.poll(stored).toBe(1);
    await sendBeats(20);
    await expect.poll(rates).toEqual(['active medium', 'resolved medium']);

    await scorer.stop();
    await database.pool.query('truncate checkpoint');
    await start();
    await sendBeats(300);
    await expect.poll(() => scores.length, { timeout: 20_000 }).toBe(40);
    expect(rates()).toHaveLength(2);
    await set(undefined, startUs + 1);
    await expect.poll(stored).toBe(2);
    await sendBeats(310);
    await expect.poll(rates).toEqual(['active medium', 'resolved medium', 'active medium']);
  });
});
