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
import { buildIngest } from './ingest.ts';

const logger = createLogger('ingest');

runMain(logger, async () => {
  const config = parseConfig(ingestConfigSchema, process.env);
  const registry = createRegistry('ingest');
  const stream = await createKafkaStream({ brokers: config.KAFKA_BROKERS, clientId: 'ingest' });
  const database = openDatabase({ connectionString: config.DATABASE_URL, applicationName: 'ingest' });
  const health = await startHealthServer({ port: config.INGEST_HEALTH_PORT, registry, checks: {} });
  const ingest = buildIngest({
    stream,
    repositories: database.repositories,
    logger,
    registry,
    checkpointMs: config.INGEST_CHECKPOINT_MS,
    batchMs: config.INGEST_BATCH_MS,
  });
  await runUntilSignal(ingest, logger);
  await Promise.all([health.stop(), stream.stop(), database.close()]);
});
