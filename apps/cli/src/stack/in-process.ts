import process from 'node:process';
import type { SystemNotice } from '@beatwatch/contracts';
import { buildGateway } from '@beatwatch/gateway';
import {
  buildPacketServer,
  buildIngest,
  machinesOf,
  openSignalModels,
  readHttpConfig,
  Storage,
} from '@beatwatch/ingest';
import { buildNotifier, readReceivers } from '@beatwatch/notifier';
import { buildScorer, engineSettingOf, openModels } from '@beatwatch/scorer';
import { createLogger, createRegistry, guardOf, type Service } from '@beatwatch/service-kit';
import { loadRhythmModels } from '@beatwatch/signal-models';
import { createInProcessStream, type MessageStream } from '@beatwatch/stream';
import { openDatabase } from '@beatwatch/timescale';
import { registryFolderOf } from '@beatwatch/trainer/models-folder';
import type { CliConfig } from '../config.ts';
import { modelChoices } from './model.ts';
import type { ModelName } from './model-names.ts';
import type { NoticeRecipient } from './notices.ts';
import type { Part } from './part.ts';
import { secretOf } from './secret.ts';
import type { SignIn } from './sign-in.ts';

interface InProcessOptions {
  readonly config: CliConfig;
  readonly databaseUrl: string;
  readonly ports: { readonly dashboard: number; readonly gateway: number; readonly ingest: number };
  readonly model: ModelName;
  readonly signIn: SignIn;
}

/** Starts ingest, scorer and gateway in this process, over the in-process adapter: for machines without Java. */
export async function startInProcess({
  config,
  databaseUrl,
  ports,
  model,
  signIn,
}: InProcessOptions): Promise<{
  readonly shared: Part;
  readonly services: readonly Part[];
  readonly stream: MessageStream;
  /** Where system notices go. */
  readonly recipients: Readonly<Record<string, NoticeRecipient>>;
  /** What ingest has to know of the disk. */
  readonly storage: Storage;
}> {
  const stream = createInProcessStream();
  const database = openDatabase({ connectionString: databaseUrl, applicationName: 'beatwatch' });
  const { repositories } = database;
  const {
    SCORER_MODEL_DIRS,
    SCORER_BEATS_MODEL_DIR,
    INGEST_QUALITY_MODEL_DIR,
    INGEST_FIBRILLATION_MODEL_DIR,
  } = process.env;
  const signalModels = await openSignalModels({ INGEST_QUALITY_MODEL_DIR, INGEST_FIBRILLATION_MODEL_DIR });
  const loggerOf = (name: string): ReturnType<typeof createLogger> => createLogger(name, 'warn');
  const { models, openFurtherModel, dispose } = await openModels(
    {
      ...(SCORER_MODEL_DIRS !== undefined && { SCORER_MODEL_DIRS }),
      SCORER_BEATS_MODEL_DIR,
      SCORER_REGISTRY_DIR: registryFolderOf(config.dataDir),
      SCORER_ENGINE: engineSettingOf(process.env),
      SCORER_THREADS: 1,
      SCORER_PRECISION: 'float32',
      SCORER_MAX_WAIT_MS: 20,
    },
    loggerOf('scorer'),
  );
  const registry = createRegistry('beatwatch');
  const storage = new Storage();
  const gateway = buildGateway({
    stream,
    logger: loggerOf('gateway'),
    secret: await secretOf(config),
    port: ports.gateway,
    guard: { ...guardOf(config), pagePorts: [ports.dashboard] },
    openAlarms: () => repositories.alarms.list({ openOnly: true, limit: 5000 }),
    patients: () => repositories.patients.list({ quietDays: config.WARD_QUIET_DAYS }),
    discharged: () => repositories.admissions.discharged(),
    quietDays: config.WARD_QUIET_DAYS,
    pingDatabase: () => database.ping(),
    sessions: (ids) => repositories.users.sessions(ids),
    audit: (act) => repositories.audit.write(act),
  });
  const scorer = buildScorer({
    stream,
    repositories,
    models,
    openFurtherModel,
    rhythmModels: await loadRhythmModels(),
    logger: loggerOf('scorer'),
    registry,
  });
  const services: [string, Service][] = [
    ['gateway', gateway],
    [
      'ingest',
      buildIngest({
        stream,
        repositories,
        signalModels,
        storage,
        logger: loggerOf('ingest'),
        registry,
        preprocessing: modelChoices[model].preprocessing,
      }),
    ],
    ['scorer', scorer],
  ];
  const ingestLogger = loggerOf('ingest');
  const http = buildPacketServer({
    ...readHttpConfig({ ...process.env, SIGN_IN: signIn }),
    port: ports.ingest,
    guard: guardOf(config),
    ...machinesOf(repositories, ingestLogger),
    storage,
    stream,
    logger: ingestLogger,
    registry,
  });
  services.push(['http', http]);
  if (config.NOTIFIER_RECEIVERS_FILE !== undefined) {
    const receivers = await readReceivers(config.NOTIFIER_RECEIVERS_FILE);
    const logger = loggerOf('notifier');
    const giveUpAfterMs = config.NOTIFIER_GIVE_UP_AFTER_H * 3_600_000;
    const notifier = buildNotifier({ stream, repositories, receivers, logger, registry, giveUpAfterMs });
    services.push(['notifier', notifier]);
  }
  for (const [, service] of services) await service.start();
  const parts = services.map(([name, service]): Part => ({
    name,
    pid: process.pid,
    stop: () => service.stop(),
  }));
  const shared: Part = {
    name: 'shared connections',
    pid: process.pid,
    stop: async () => {
      await Promise.all([stream.stop(), database.close(), dispose()]);
    },
  };
  const recipients = {
    gateway: (notice: SystemNotice) => {
      gateway.addNotice(notice);
    },
    scorer: (notice: SystemNotice) => {
      scorer.addNotice(notice);
    },
  };
  return { shared, services: parts, stream, recipients, storage };
}
