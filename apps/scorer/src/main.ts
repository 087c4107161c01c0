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
import { scorerConfigSchema } from './config.ts';
import { openModels } from './models.ts';
import { buildScorer } from './scorer.ts';

runMain(createLogger('scorer'), async () => {
  const config = parseConfig(scorerConfigSchema, process.env);
  const logger = createLogger('scorer', config.LOG_LEVEL);
  const registry = createRegistry('scorer');
  const { models, dispose } = await openModels(config);
  const stream = await createKafkaStream({
    brokers: config.KAFKA_BROKERS,
    clientId: 'scorer',
    onWarning: (message, context) => {
      logger.warn(context, message);
    },
  });
  const database = openDatabase({ connectionString: config.DATABASE_URL, applicationName: 'scorer' });
  const scorer = buildScorer({
    stream,
    repositories: database.repositories,
    models,
    logger,
    registry,
    checkpointMs: config.SCORER_CHECKPOINT_MS,
    batchMs: config.SCORER_BATCH_MS,
  });
  const health = await startHealthServer({
    port: config.SCORER_HEALTH_PORT,
    registry,
    checks: { reading: () => scorer.running },
  });
  await runUntilSignal(scorer, logger);
  await Promise.all([health.stop(), stream.stop(), database.close(), dispose()]);
});
