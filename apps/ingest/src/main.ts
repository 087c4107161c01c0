import {
  createLogger,
  createRegistry,
  parseConfig,
  runMain,
  runUntilSignal,
  startHealthServer,
} from '@beatwatch/service-kit';
import { createKafkaStream } from '@beatwatch/stream';
import { openDatabase } from '@beatwatch/timescale';
import { ingestConfigSchema } from './config.ts';
import { readHttpConfig } from './http/config.ts';
import { buildHttpIntake } from './http/server.ts';
import { buildIngest } from './ingest.ts';

runMain(createLogger('ingest'), async () => {
  const config = parseConfig(ingestConfigSchema, process.env);
  const logger = createLogger('ingest', config.LOG_LEVEL);
  const registry = createRegistry('ingest');
  const stream = await createKafkaStream({
    brokers: config.KAFKA_BROKERS,
    clientId: 'ingest',
    onWarning: (message, context) => {
      logger.warn(context, message);
    },
  });
  const database = openDatabase({ connectionString: config.DATABASE_URL, applicationName: 'ingest' });
  const ingest = buildIngest({
    stream,
    repositories: database.repositories,
    logger,
    registry,
    preprocessing: config.INGEST_PREPROCESSING,
    checkpointMs: config.INGEST_CHECKPOINT_MS,
    batchMs: config.INGEST_BATCH_MS,
  });
  const http = buildHttpIntake({ ...readHttpConfig(process.env), stream, logger, registry });
  const health = await startHealthServer({
    port: config.INGEST_HEALTH_PORT,
    registry,
    checks: { reading: () => ingest.running, listening: () => http.port !== undefined },
  });
  await runUntilSignal(
    {
      ...(ingest.failed && { failed: ingest.failed }),
      start: async () => {
        await ingest.start();
        await http.start();
      },
      stop: async () => {
        await http.stop();
        await ingest.stop();
      },
    },
    logger,
  );
  await Promise.all([health.stop(), stream.stop(), database.close()]);
});
