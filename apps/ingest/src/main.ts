import { guardOf, servicesInOrder } from '@beatwatch/service-kit';
import { onParentMessage, tellParent } from '@beatwatch/service-kit/parent';
import { runApp } from '@beatwatch/service-kit/run';
import { createKafkaStream } from '@beatwatch/stream';
import { notWaiting } from '@beatwatch/stream-processor';
import { openDatabase } from '@beatwatch/timescale';
import { ingestConfigSchema } from './config.ts';
import { listeningOf } from './http/config.ts';
import { machinesOf } from './http/machines.ts';
import { buildPacketServer } from './http/server.ts';
import { buildIngest } from './ingest.ts';
import { openSignalModels } from './signal-models.ts';
import { diskMessageSchema, Storage } from './storage.ts';

runApp({
  name: 'ingest',
  schema: ingestConfigSchema,
  async build({ config, logger, registry, warn }) {
    const stream = await createKafkaStream({
      brokers: config.KAFKA_BROKERS,
      clientId: 'ingest',
      onWarning: warn,
      onJoined: (member) => {
        tellParent({ type: 'group-member', ...member });
      },
    });
    const database = openDatabase({ connectionString: config.DATABASE_URL, applicationName: 'ingest' });
    const storage = new Storage();
    onParentMessage(diskMessageSchema, ({ level }) => {
      storage.level = level;
    });
    const ingest = buildIngest({
      storage,
      signalModels: await openSignalModels(config),
      stream,
      repositories: database.repositories,
      logger,
      registry,
      preprocessing: config.INGEST_PREPROCESSING,
      checkpointMs: config.INGEST_CHECKPOINT_MS,
      batchMs: config.INGEST_BATCH_MS,
    });
    const judging = (): true | string => notWaiting(ingest.progress);
    const http = buildPacketServer({
      ...listeningOf(config),
      ...machinesOf(database.repositories, logger),
      guard: guardOf(config),
      storage,
      stream,
      logger,
      registry,
      checks: { judging },
    });
    return {
      service: servicesInOrder(ingest, http),
      health: {
        port: config.INGEST_HEALTH_PORT,
        checks: { reading: () => ingest.running, listening: () => http.port !== undefined, judging },
      },
      release: () => Promise.all([stream.stop(), database.close()]),
    };
  },
});
