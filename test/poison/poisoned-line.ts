import { encodeTogether, patientModel, PatientModels } from '@beatwatch/adaptation';
import {
  decodeDeadLetter,
  decodeSystemNotice,
  rr140Zscore,
  topics,
  type DeadLetter,
  type PatientId,
} from '@beatwatch/contracts';
import { buildGateway } from '@beatwatch/gateway';
import { buildIngest, buildPacketServer } from '@beatwatch/ingest';
import { createOnnxScoringEngine, createUntrainedModel } from '@beatwatch/model-core';
import { buildScorer } from '@beatwatch/scorer';
import { createLogger, createRegistry, type Service } from '@beatwatch/service-kit';
import { loadSignalModels } from '@beatwatch/signal-models';
import {
  createInProcessStream,
  createKafkaStream,
  type MessageStream,
  type Producer,
} from '@beatwatch/stream';
import { brokerForTests } from '@beatwatch/stream/testing';
import { openDatabase, type Database, type Repositories } from '@beatwatch/timescale';
import { databaseForTests } from '@beatwatch/timescale/testing';
import type { Registry } from 'prom-client';
import { withOwnTopics } from './own-topics.ts';

/** Ingest with its packet server, scorer and gateway on a real database and a real broker. */
export interface PoisonedLine {
  readonly database: Database;
  readonly stream: MessageStream;
  readonly producer: Producer;
  readonly ports: { readonly http: number; readonly gateway: number };
  readonly notices: ReadonlySet<string>;
  /** Dead letters by the topic of their messages and code: the places of those messages. */
  readonly letters: ReadonlyMap<string, ReadonlySet<string>>;
  /** Why a part gave up; undefined while all run. */
  readonly failure: () => unknown;
  /** Newest scored beat of a patient, epoch microseconds; 0 before the first. */
  newestScoreUs(patientId: PatientId): Promise<number>;
  /** Stops ingest and scorer, does what is to be done meanwhile, and starts them again. */
  restart(meanwhile: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

export interface PoisonedLineOptions {
  /** Of each topic. Default 6. */
  readonly partitions?: number;
  /** What ingest and scorer store with, made of the database's own. Default: the database's own. */
  readonly storeWith?: (repositories: Repositories) => Repositories;
}

/** What the gateway trusts the names of users by. */
export const secret = 's'.repeat(32);

export async function startPoisonedLine(options: PoisonedLineOptions = {}): Promise<PoisonedLine> {
  const [server, broker, signalModels] = await Promise.all([
    databaseForTests(),
    brokerForTests(),
    loadSignalModels(),
  ]);
  const database = openDatabase({ connectionString: server.connectionString });
  const repositories = options.storeWith?.(database.repositories) ?? database.repositories;
  const stream =
    'skip' in broker
      ? createInProcessStream()
      : withOwnTopics(await createKafkaStream({ brokers: broker.brokers, clientId: 'poison' }));
  await stream.ensureTopics(Object.values(topics), options.partitions);
  const model = createUntrainedModel({ embedding: 4, seed: 1 });
  const engine = await createOnnxScoringEngine(model, { threads: 1 });
  const models = new PatientModels([
    patientModel(model.manifest, (inputs) => encodeTogether(engine, inputs)),
  ]);
  const logger = createLogger('poison', 'silent');
  const shared = (registry: Registry) => ({ stream, repositories, logger, registry, checkpointMs: 500 });
  let failure: unknown;
  const watched = <Part extends Service>(part: Part): Part => {
    void part.failed?.then((error) => (failure ??= error));
    return part;
  };
  const judging = (): Service[] => [
    watched(
      buildIngest({
        ...shared(createRegistry('ingest')),
        signalModels,
        preprocessing: rr140Zscore,
        batchMs: 20,
      }),
    ),
    watched(buildScorer({ ...shared(createRegistry('scorer')), models, batchMs: 20 })),
  ];
  let parts = judging();
  for (const part of parts) await part.start();
  const http = buildPacketServer({ stream, logger, registry: createRegistry('http'), port: 0 });
  await http.start();
  const gateway = buildGateway({
    secret,
    stream,
    logger,
    port: 0,
    openAlarms: () => repositories.alarms.list({ openOnly: true, limit: 1000 }),
    patients: () => repositories.patients.list(),
  });
  await gateway.start();
  const notices = new Set<string>();
  const letters = new Map<string, Set<string>>();
  await stream.consume({
    groupId: `poison-${Date.now()}`,
    topics: [topics.systemNotices, topics.deadLetter],
    from: 'latest',
    onBatch: ({ topic, messages }) => {
      for (const { value } of messages) {
        try {
          if (topic === topics.systemNotices) notices.add(decodeSystemNotice(value).noticeId);
          else keep(letters, decodeDeadLetter(value));
        } catch {
          // Poison of the test itself.
        }
      }
      return Promise.resolve();
    },
  });
  const producer = await stream.producer();
  return {
    database,
    stream,
    producer,
    ports: { http: http.port ?? 0, gateway: gateway.port },
    notices,
    letters,
    failure: () => failure,
    async newestScoreUs(patientId) {
      const { rows } = await database.pool.query<{ newest: number | null }>(
        'select epoch_us(max(beat_time)) as newest from beat_score where patient_id = $1',
        [patientId],
      );
      return rows[0]?.newest ?? 0;
    },
    async restart(meanwhile) {
      for (const part of [...parts].reverse()) await part.stop();
      await meanwhile();
      parts = judging();
      for (const part of parts) await part.start();
    },
    async stop() {
      await gateway.stop();
      await http.stop();
      for (const part of [...parts].reverse()) await part.stop();
      await stream.stop();
      await engine.dispose();
      await database.close();
      await server.stop();
      if (!('skip' in broker)) await broker.stop();
    },
  };
}

function keep(letters: Map<string, Set<string>>, letter: DeadLetter): void {
  const { topic, partition, offset, code, reason } = letter;
  const key = code === 'unexpected' ? `${topic} unexpected: ${reason}` : `${topic} ${code}`;
  const places = letters.get(key) ?? new Set();
  letters.set(key, places.add(`${partition}/${offset}`));
}
