import { encodeTogether, patientModel, PatientModels, type PatientModel } from '@beatwatch/adaptation';
import { defaultAlarmSettings } from '@beatwatch/alarms';
import {
  decodeScore,
  modelVersion,
  patientId,
  topics,
  type AlarmEvent,
  type Beat,
  type ModelVersion,
  type PatientId,
} from '@beatwatch/contracts';
import { createOnnxScoringEngine, createUntrainedModel, type ScoringEngine } from '@beatwatch/model-core';
import { createLogger, createRegistry, type Service } from '@beatwatch/service-kit';
import { createMulberryRandom } from '@beatwatch/statistics';
import { keepTicking, type Ticking } from '@beatwatch/stream-processor';
import { createInProcessStream, type MessageStream, type Producer } from '@beatwatch/stream';
import { openDatabase, type Database } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildScorer } from '../scorer.ts';
import { beat as beatOf, beatUs, encodeBeat, Mortal, startUs } from '../test-scorer.ts';
import { buildShadowScorer } from './shadow-scorer.ts';

const patients = ['shadowed-1', 'shadowed-2'].map(patientId);
const [live, twin] = ['live', 'twin'].map(modelVersion) as [ModelVersion, ModelVersion];
/** Three anomalous beats in every forty, once the threshold is learned: an alarm that is raised and ends. */
const amplitude = (index: number): number => (index > 60 && index % 40 < 3 ? 4 : 1);
const alarmSettings = {
  ...defaultAlarmSettings,
  noData: { ...defaultAlarmSettings.noData, afterMs: 3_600_000 },
};

describe('a model in the shadow that dies again and again', () => {
  let server: TestDatabase;
  let database: Database;
  let stream: MessageStream;
  let producer: Producer;
  let engine: ScoringEngine;
  let scorer: Service;
  let feed: Ticking | undefined;
  let supervision: Ticking | undefined;
  let shadow: { readonly scorer: Service; readonly mortal: Mortal } | undefined;
  let deaths = 0;
  let published = 0;
  const versions = new Set<string>();
  const sent = new Map<PatientId, Beat[]>(patients.map((id) => [id, []]));
  const random = createMulberryRandom(11);

  /** The same weights under another name: what a model decides does not depend on it. */
  const modelCalled = (version: ModelVersion): PatientModel => {
    const { manifest } = createUntrainedModel({ embedding: 4, seed: 1 });
    return patientModel({ ...manifest, version }, (inputs) => encodeTogether(engine, inputs));
  };
  const common = () => ({
    models: new PatientModels([modelCalled(live)]),
    logger: createLogger('scorer', 'silent'),
    registry: createRegistry('scorer'),
    checkpointMs: 200,
    batchMs: 0,
    tickMs: 100,
    alarms: alarmSettings,
    assignmentsMs: 100,
  });
  const startShadow = async (effects: number): Promise<void> => {
    const mortal = new Mortal(stream, database.repositories, effects);
    const scorer = buildShadowScorer({
      ...common(),
      stream: mortal.stream,
      repositories: mortal.repositories,
      shadowed: twin,
      openFurtherModel: (version) =>
        Promise.resolve({ model: modelCalled(version), dispose: () => Promise.resolve() }),
    });
    shadow = { scorer, mortal };
    // It may die while it starts.
    await scorer.start().catch(() => undefined);
  };
  const send = async (): Promise<void> => {
    for (const id of patients) {
      const of = sent.get(id)!;
      const beats = Array.from({ length: 2 }, (_, next) =>
        beatOf(id, of.length + next, amplitude(of.length + next)),
      );
      of.push(...beats);
      await database.repositories.beats.write(beats);
      await producer.send(
        topics.beats,
        beats.map((one) => ({ key: id, value: encodeBeat(one) })),
      );
    }
  };
  const rangeOf = (id: PatientId, fromUs = startUs - 1) => ({
    patientId: id,
    fromUs,
    toUs: startUs + 3600e6,
  });
  const shadowed = (id: PatientId) => database.repositories.shadow.beats(twin, rangeOf(id));

  beforeAll(async () => {
    server = await databaseForTests();
    database = openDatabase({ connectionString: server.connectionString });
    engine = await createOnnxScoringEngine(createUntrainedModel({ embedding: 4, seed: 1 }), { threads: 1 });
    stream = createInProcessStream();
    await stream.ensureTopics(Object.values(topics));
    producer = await stream.producer();
    await stream.consume({
      groupId: 'test',
      topics: [topics.scores],
      from: 'earliest',
      onBatch: ({ messages }) => {
        published += messages.length;
        for (const { value } of messages) versions.add(decodeScore(value).modelVersion);
        return Promise.resolve();
      },
    });
    scorer = buildScorer({ ...common(), stream, repositories: database.repositories });
    await scorer.start();
  });
  afterAll(async () => {
    await feed?.stop();
    await supervision?.stop();
    await shadow?.scorer.stop();
    await scorer.stop();
    await producer.stop();
    await stream.stop();
    await engine.dispose();
    await database.close();
    await server.stop();
  });

  it('raises the very alarms of its twin that judges, from the live states on, and touches nothing of it', async () => {
    // Both patients are known to the live scorer, and the log is not from the beginning for them.
    for (let step = 0; step < 30; step += 1) await send();
    const stored = async (): Promise<number> => {
      const { rows } = await database.pool.query<{ states: number }>(
        `select count(*) as states from checkpoint where processor = 'scorer' and next_offset > 0`,
      );
      return rows[0]?.states ?? 0;
    };
    await expect.poll(stored, { timeout: 30_000 }).toBe(2);
    await startShadow(40);
    feed = keepTicking(30, send);
    supervision = keepTicking(20, async () => {
      if (shadow?.mortal.isDead !== true) return;
      deaths += 1;
      await shadow.scorer.stop().catch(() => undefined);
      await startShadow(20 + Math.floor(random.next() * 80));
    });
    for (const id of patients)
      await expect
        .poll(async () => (await shadowed(id))?.beats ?? 0, { timeout: 60_000 })
        .toBeGreaterThan(200);
    await expect.poll(() => deaths, { timeout: 60_000 }).toBeGreaterThan(2);
    await feed.stop();
    feed = undefined;
    await supervision.stop();
    supervision = undefined;
    shadow!.mortal.kill();
    await shadow!.scorer.stop().catch(() => undefined);
    await startShadow(Infinity);

    for (const id of patients) {
      const beats = sent.get(id)!;
      await expect
        .poll(async () => (await shadowed(id))?.lastUs, { timeout: 30_000 })
        .toBe(beats.at(-1)!.timeUs);
      const both = (await shadowed(id))!;
      expect(both.differing).toBe(0);
      expect(both.anomalous).toBeGreaterThan(5);
      // Every beat from the switch on, each once.
      expect(both.beats).toBe((both.lastUs - both.firstUs) / beatUs + 1);
      const { alarms, shadow: apart } = database.repositories;
      const events = await alarms.changes(rangeOf(id, both.firstUs));
      expect(events.length).toBeGreaterThan(4);
      expect((await apart.changes(twin, rangeOf(id, both.firstUs))).map(comparable)).toEqual(
        events.map(comparable),
      );
      expect((await alarms.list({ patientId: id, limit: 1000 })).length).toBe(
        new Set((await alarms.changes(rangeOf(id))).map((event) => event.alarmId)).size,
      );
    }
    // What the live scorer published is all that there is, one score a beat.
    const all = [...sent.values()].reduce((sum, beats) => sum + beats.length, 0);
    await expect.poll(() => published).toBe(all);
    expect([...versions]).toEqual([live]);
    expect(await database.repositories.models.find(twin)).toBeUndefined();
  }, 200_000);
});

/** Of an alarm's change what does not depend on how a threshold was rounded. */
const comparable = ({ alarmId, state, priority, changeNumber, timeUs, evidence }: AlarmEvent): object => ({
  alarmId,
  state,
  priority,
  changeNumber,
  timeUs,
  beatTimesUs: evidence.beatTimesUs,
});
