import { encodeTogether, patientModel, PatientModels } from '@beatwatch/adaptation';
import { defaultAlarmSettings } from '@beatwatch/alarms';
import { decodeAlarmEvent, patientId, topics, type AlarmEvent, type PatientId } from '@beatwatch/contracts';
import { createOnnxScoringEngine, createUntrainedModel, type ScoringEngine } from '@beatwatch/model-core';
import { createLogger, createRegistry, type Service } from '@beatwatch/service-kit';
import { createInProcessStream, type MessageStream } from '@beatwatch/stream';
import { openDatabase, type Checkpoint, type Database } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { monitorBatch, PatientMonitor } from '@beatwatch/patient-monitor';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ScorerOptions } from './scorer-options.ts';
import { buildScorer } from './scorer.ts';
import { amplitudes, beat, beatUs, encodeBeat, Mortal, observed, startUs } from './test-scorer.ts';

const patient = patientId('p-1');
const impatient = { ...defaultAlarmSettings, noData: { ...defaultAlarmSettings.noData, afterMs: 400 } };

describe('alarms outlive the scorer that raised them', () => {
  let server: TestDatabase;
  let database: Database;
  let engine: ScoringEngine;
  let models: PatientModels;
  let stream: MessageStream;
  const running = new Set<Service>();
  const published: AlarmEvent[] = [];

  const start = async (
    mortal: Mortal,
    options: Partial<Pick<ScorerOptions, 'alarms' | 'tickMs' | 'strips'>> = {},
  ): Promise<Service> => {
    const scorer = buildScorer({
      stream: mortal.stream,
      repositories: mortal.repositories,
      models,
      logger: createLogger('scorer', 'silent'),
      registry: createRegistry('scorer'),
      checkpointMs: 50,
      batchMs: 0,
      ...options,
    });
    running.add(scorer);
    await scorer.start();
    return scorer;
  };
  const stop = async (scorer: Service): Promise<void> => {
    running.delete(scorer);
    await scorer.stop();
  };
  const living = (effects?: number): Mortal => new Mortal(stream, database.repositories, effects);
  const sendBeats = async (id: PatientId, from: number, to: number): Promise<void> => {
    const producer = await stream.producer();
    const beats = amplitudes.slice(from, to).map((amplitude, index) => beat(id, from + index, amplitude));
    await producer.send(
      topics.beats,
      beats.map((one) => ({ key: id, value: encodeBeat(one) })),
    );
    await producer.stop();
  };
  const scored = async (id: PatientId): Promise<number> => {
    const range = { patientId: id, fromUs: startUs, toUs: startUs + 3.6e9 };
    return (await database.repositories.scores.counts(range)).beatsScored;
  };
  /** All changes of all alarms of the patient, as stored. */
  const stored = async (id: PatientId): Promise<AlarmEvent[]> => {
    const alarms = await database.repositories.alarms.list({ patientId: id, limit: 100 });
    const histories = await Promise.all(
      alarms.map(({ alarmId }) => database.repositories.alarms.history(alarmId)),
    );
    return histories.flat();
  };
  /** What a monitor that is never stopped makes of the beats. */
  const undisturbed = async (id: PatientId): Promise<readonly AlarmEvent[]> => {
    const monitor = new PatientMonitor({ beats: models }, id);
    const beats = amplitudes.map((amplitude, index) => beat(id, index, amplitude));
    const batch = beats.map((one) => ({ monitor, observation: observed(one) }));
    return (await monitorBatch(batch)).events;
  };
  /** Kafka delivers at least once: a repeated event is equal to the first. */
  const publishedOnce = (id: PatientId): AlarmEvent[] => {
    const changes = published.filter(({ patientId: of }) => of === id);
    const once = new Map(changes.map((event) => [`${event.alarmId} ${event.changeNumber}`, event]));
    for (const event of changes) expect(event).toEqual(once.get(`${event.alarmId} ${event.changeNumber}`));
    return [...once.values()];
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
    await database.pool.query('truncate beat_score, alarm, alarm_event, alarm_strip, checkpoint, waveform');
    published.length = 0;
    stream = createInProcessStream();
    await stream.ensureTopics(Object.values(topics));
    await stream.consume({
      groupId: 'test',
      topics: [topics.alarms],
      from: 'earliest',
      onBatch: ({ messages }) => {
        published.push(...messages.map(({ value }) => decodeAlarmEvent(value)));
        return Promise.resolve();
      },
    });
  });
  afterEach(async () => {
    for (const scorer of running) await stop(scorer);
    await stream.stop();
  });

  it.each([
    [2, 9, 5, 31],
    [7, 4, 1, 18, 3],
    [12, 3, 3, 26],
  ])(
    'killed after these numbers of effects (%j): the changes of an undisturbed monitor, each once',
    async (...lives) => {
      let mortal = living(lives.shift());
      let scorer = await start(mortal);
      for (let sent = 0; sent < amplitudes.length; sent += 3) {
        await sendBeats(patient, sent, sent + 3);
        const reached = Math.min(sent + 3, amplitudes.length);
        for (;;) {
          await expect
            .poll(async () => mortal.isDead || (await scored(patient)) >= reached, { timeout: 20_000 })
            .toBe(true);
          if (!mortal.isDead) break;
          await stop(scorer);
          mortal = living(lives.shift());
          scorer = await start(mortal);
        }
      }
      const expected = await undisturbed(patient);
      expect(expected.map(({ state }) => state)).toEqual(['active', 'resolved']);
      await expect.poll(() => publishedOnce(patient)).toEqual(expected);
      expect(await stored(patient)).toEqual(expected);
    },
  );

  it('keeps every alarm through rebalances: one that joins, one that leaves, one that dies', async () => {
    const patients = Array.from({ length: 8 }, (_, index) => patientId(`ward-${index}`));
    const sendAll = async (from: number, to: number): Promise<void> => {
      await Promise.all(patients.map((id) => sendBeats(id, from, to)));
    };
    const first = await start(living());
    await sendAll(0, 20);
    const dying = living();
    const second = await start(dying);
    await sendAll(20, 46);
    await stop(first);
    await sendAll(46, 47);
    dying.kill();
    await sendAll(47, 50);
    await stop(second);
    await start(living());
    await sendAll(50, amplitudes.length);
    for (const id of patients) {
      await expect.poll(() => scored(id), { timeout: 20_000 }).toBe(amplitudes.length);
      const expected = await undisturbed(id);
      expect(expected).toHaveLength(2);
      await expect.poll(() => publishedOnce(id)).toEqual(expected);
      expect(await stored(id)).toEqual(expected);
    }
  });

  it('reports a lack of data, dated by the end of the data, and ends it with the next data', async () => {
    await start(living(), { alarms: impatient, tickMs: 20 });
    await sendBeats(patient, 0, 5);
    const endUs = startUs + 5 * beatUs;
    await expect.poll(() => published).toHaveLength(1);
    expect(published).toMatchObject([
      { kind: 'no-data', state: 'active', priority: 'medium', timeUs: endUs + 400_000 },
    ]);
    await sendBeats(patient, 5, 6);
    await expect.poll(async () => (await stored(patient)).map(({ state }) => state)).toContain('resolved');
    expect(published.slice(0, 2).map(({ state }) => state)).toEqual(['active', 'resolved']);
  });

  it('reports it once however often the scorer starts, and ends it once', async () => {
    const options = { alarms: impatient, tickMs: 20 };
    let scorer = await start(living(), options);
    await sendBeats(patient, 0, 5);
    await expect.poll(() => published.length).toBe(1);
    for (let restart = 0; restart < 3; restart += 1) {
      await stop(scorer);
      scorer = await start(living(), options);
      await expect.poll(() => published.length).toBe(restart + 2);
    }
    expect(publishedOnce(patient)).toHaveLength(1);
    expect(await stored(patient)).toEqual([published[0]]);
    // From here on the scorer waits ten seconds before it reports a lack of data.
    await stop(scorer);
    await start(living(), { tickMs: 20 });
    await sendBeats(patient, 5, 6);
    await expect.poll(() => publishedOnce(patient).map(({ state }) => state)).toEqual(['active', 'resolved']);
    expect((await stored(patient)).map(({ state }) => state)).toEqual(['active', 'resolved']);
  });

  it.each([
    ['the next tick', 20],
    ['the data that end it', 3_600_000],
  ])('catches up on one that was checkpointed and did not take effect: with %s', async (_with, tickMs) => {
    const mortal = living();
    const scorer = await start(mortal, { alarms: impatient, tickMs: 20 });
    await sendBeats(patient, 0, 5);
    await expect.poll(() => scored(patient)).toBe(5);
    const before = { ...mortal.repositories.checkpoints };
    Object.assign(mortal.repositories.checkpoints, {
      write: async (rows: readonly Checkpoint[]) => {
        await before.write(rows);
        if (rows.some(({ state }) => Buffer.from(state).includes('no-data'))) mortal.kill();
      },
    });
    await expect.poll(() => mortal.isDead).toBe(true);
    await stop(scorer);
    expect(await stored(patient)).toEqual([]);
    expect(published).toEqual([]);
    await start(living(), { tickMs });
    await sendBeats(patient, 5, 6);
    await expect
      .poll(async () => (await stored(patient)).map(({ state }) => state), { timeout: 10_000 })
      .toEqual(['active', 'resolved']);
    expect(publishedOnce(patient)).toEqual(await stored(patient));
  });

  it('keeps the signal around an alarm', async () => {
    const chunks = Array.from({ length: 60 }, (_, second) => ({
      patientId: patient,
      deviceId: beat(patient, 0, 1).deviceId,
      lead: 'II',
      firstSampleTimeUs: startUs + second * 1e6,
      samplingRateHz: 100,
      microvoltsPerCount: 5,
      samples: Int16Array.from({ length: 100 }, (_, sample) => second * 100 + sample),
    }));
    await database.repositories.waveforms.write(chunks);
    await start(living(), { strips: { everyMs: 20, untilMs: 500 } });
    await sendBeats(patient, 0, amplitudes.length);
    await expect.poll(async () => (await stored(patient)).length).toBe(2);
    const [alarm] = await stored(patient);
    const wanted = (): Promise<number> => database.repositories.alarms.keepStrips({ untilMs: 3_600_000 });
    await expect.poll(wanted).toBe(0);
    const strip = await database.repositories.alarms.strip(alarm!.alarmId);
    expect(strip[0]!.firstSampleTimeUs).toBeLessThanOrEqual(alarm!.evidence.fromUs);
    expect(strip.at(-1)!.firstSampleTimeUs).toBeGreaterThan(alarm!.evidence.toUs + 10e6);
    expect(strip).toEqual(
      chunks.filter((chunk) => strip.some((kept) => kept.firstSampleTimeUs === chunk.firstSampleTimeUs)),
    );
  });
});
