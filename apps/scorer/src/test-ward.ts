import { encodeTogether, patientModel, PatientModels, type PatientModel } from '@beatwatch/adaptation';
import { defaultAlarmSettings } from '@beatwatch/alarms';
import { topics, type AlarmEvent, type Beat, type ModelVersion, type PatientId } from '@beatwatch/contracts';
import { createOnnxScoringEngine, createUntrainedModel } from '@beatwatch/model-core';
import { createLogger, createRegistry } from '@beatwatch/service-kit';
import { createInProcessStream, type MessageStream } from '@beatwatch/stream';
import { openDatabase, type Database } from '@beatwatch/timescale';
import { databaseForTests } from '@beatwatch/timescale/testing';
import type { OpenFurtherModel } from './hot-swap/model-shelf.ts';
import type { ScorerOptions } from './scorer-options.ts';
import { beat as beatOf, encodeBeat } from './test-scorer.ts';

/*
 * For tests of scorers that die under load while models change: the patients, a log, a database, and models with the same
 * weights under any name.
 */

/** Three anomalous beats in every forty, once the threshold is learned: an alarm that is raised and ends. */
const amplitude = (index: number): number => (index > 60 && index % 40 < 3 ? 4 : 1);
/** The feed ends before the test does. */
const alarms = {
  ...defaultAlarmSettings,
  noData: { ...defaultAlarmSettings.noData, afterMs: 3_600_000 },
};

export interface TestWard {
  readonly database: Database;
  readonly stream: MessageStream;
  /** All beats of each patient so far. */
  readonly sent: ReadonlyMap<PatientId, readonly Beat[]>;
  /** The same weights under another name: what a model decides must not depend on it. */
  readonly modelCalled: (version: ModelVersion) => PatientModel;
  readonly openFurtherModel: OpenFurtherModel;
  /** Of a new scorer that is started with a model of this version; stream and repositories are the caller's. */
  readonly scorerOptions: (version: ModelVersion) => Omit<ScorerOptions, 'stream' | 'repositories'>;
  /** Stores and publishes the next two beats of each patient. */
  readonly send: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openTestWard(patients: readonly PatientId[]): Promise<TestWard> {
  const server = await databaseForTests();
  const database = openDatabase({ connectionString: server.connectionString });
  const untrained = createUntrainedModel({ embedding: 4, seed: 1 });
  const engine = await createOnnxScoringEngine(untrained, { threads: 1 });
  const stream = createInProcessStream();
  await stream.ensureTopics(Object.values(topics));
  const producer = await stream.producer();
  const sent = new Map<PatientId, Beat[]>(patients.map((id) => [id, []]));

  const modelCalled = (version: ModelVersion): PatientModel =>
    patientModel({ ...untrained.manifest, version }, (inputs) => encodeTogether(engine, inputs));
  return {
    database,
    stream,
    sent,
    modelCalled,
    openFurtherModel: (version) =>
      Promise.resolve({ model: modelCalled(version), dispose: () => Promise.resolve() }),
    scorerOptions: (version) => ({
      models: new PatientModels([modelCalled(version)]),
      logger: createLogger('scorer', 'silent'),
      registry: createRegistry('scorer'),
      checkpointMs: 200,
      batchMs: 0,
      tickMs: 100,
      alarms,
      assignmentsMs: 100,
    }),
    async send() {
      for (const [id, all] of sent) {
        const beats = [all.length, all.length + 1].map((index) => beatOf(id, index, amplitude(index)));
        all.push(...beats);
        // Ingest stores a beat before it publishes it.
        await database.repositories.beats.write(beats);
        await producer.send(
          topics.beats,
          beats.map((one) => ({ key: id, value: encodeBeat(one) })),
        );
      }
    },
    async close() {
      await producer.stop();
      await stream.stop();
      await engine.dispose();
      await database.close();
      await server.stop();
    },
  };
}

/** Of an alarm's change what does not depend on how a threshold was rounded. */
export const comparable = ({
  alarmId,
  state,
  priority,
  changeNumber,
  timeUs,
  evidence,
}: AlarmEvent): object => ({
  alarmId,
  state,
  priority,
  changeNumber,
  timeUs,
  beatTimesUs: evidence.beatTimesUs,
});
