import { decodePacket, topics, type ModelVersion, type PatientId } from '@beatwatch/contracts';
import { beatsOf } from '@beatwatch/ecg';
import { buildIngest } from '@beatwatch/ingest';
import { PatientLeads } from '@beatwatch/patient-signal';
import { buildScorer, buildShadowScorer, openModels, type OpenModels } from '@beatwatch/scorer';
import { createLogger, createRegistry } from '@beatwatch/service-kit';
import { loadSignalModels } from '@beatwatch/signal-models';
import { createInProcessStream } from '@beatwatch/stream';
import { openDatabase, type Database, type Repositories } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import type { LoggedPacket } from './recorded-packets.ts';
import { rhythmModels, signalModels } from './signal-models.ts';

/** Ingest and scorer in this process, with the models that come with Beatwatch, and a database of their own. */
export interface JudgingParts {
  readonly connectionString: string;
  readonly database: Database;
  readonly models: OpenModels['models'];
  /**
   * Starts a scorer in the shadow, with the same models beside the one that it is given.
   * @returns what stops it
   */
  startShadow(version: ModelVersion): Promise<() => Promise<void>>;
  send(patient: PatientId, packets: readonly LoggedPacket[]): Promise<void>;
  stop(): Promise<void>;
}

export interface JudgingPartsOptions {
  /** Folder of the models that patients may be given. Default: they are given none. */
  readonly registryDir?: string;
  /** Whether the scorer that judges stores its states. Default true. */
  readonly storesStates?: boolean;
}

/** Where a later step fails, the database ends before the error is thrown. */
export async function startJudgingParts(options: JudgingPartsOptions = {}): Promise<JudgingParts> {
  const server = await databaseForTests();
  try {
    return await judgeOn(server, options);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function judgeOn(
  server: TestDatabase,
  { registryDir, storesStates = true }: JudgingPartsOptions,
): Promise<JudgingParts> {
  const { connectionString } = server;
  const database = openDatabase({ connectionString });
  const stream = createInProcessStream();
  const open = (): Promise<OpenModels> =>
    openModels({
      SCORER_REGISTRY_DIR: registryDir,
      SCORER_THREADS: 1,
      SCORER_PRECISION: 'float32',
      SCORER_MAX_BATCH: 32,
      SCORER_MAX_WAIT_MS: 0,
    });
  const opened = await open();
  const { models, openFurtherModel } = opened;
  const { repositories } = database;
  const logger = createLogger('judging-parts', 'silent');
  const forgetful: Repositories = {
    ...repositories,
    checkpoints: { ...repositories.checkpoints, write: () => Promise.resolve() },
  };
  const common = { stream, repositories, logger, checkpointMs: 200, batchMs: 0 };
  const ingest = buildIngest({
    ...common,
    signalModels: await loadSignalModels(),
    registry: createRegistry('ingest'),
  });
  const scorer = buildScorer({
    ...common,
    ...(!storesStates && { repositories: forgetful }),
    models,
    rhythmModels,
    registry: createRegistry('scorer'),
    ...(registryDir !== undefined && { openFurtherModel }),
  });
  await ingest.start();
  await scorer.start();
  return {
    connectionString,
    database,
    models,
    async startShadow(shadowed) {
      const own = await open();
      const shadow = buildShadowScorer({
        ...common,
        ...own,
        shadowed,
        rhythmModels,
        registry: createRegistry('scorer-shadow'),
      });
      await shadow.start();
      return async () => {
        await shadow.stop();
        await own.dispose();
      };
    },
    async send(patient, packets) {
      const producer = await stream.producer();
      await producer.send(
        topics.packets,
        packets.map(({ value, arrivalMs }) => ({ key: patient, value, timestampMs: arrivalMs })),
      );
      await producer.stop();
    },
    async stop() {
      await scorer.stop();
      await ingest.stop();
      await stream.stop();
      await opened.dispose();
      await database.close();
      await server.stop();
    },
  };
}

/** How many beats ingest finds with each packet of a patient. */
export function beatsFound(packets: readonly LoggedPacket[]): number[] {
  const leads = new PatientLeads({ models: signalModels, preprocessing: 'r-window-88-microvolts' });
  return packets.map(
    ({ value, arrivalMs }) => beatsOf(leads.push(decodePacket(value), arrivalMs * 1000).observations).length,
  );
}
