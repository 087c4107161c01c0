import {
  createLogger,
  createRegistry,
  runMain,
  runUntilSignal,
  startHealthServer,
} from '@beatwatch/service-kit';
import { createKafkaStream } from '@beatwatch/stream';
import { openDatabase } from '@beatwatch/timescale';
import { readConfig } from './config.ts';
import { buildGateway } from './gateway.ts';
import { gatewayMetrics } from './metrics.ts';

runMain(createLogger('gateway'), async () => {
  const config = readConfig(process.env);
  const logger = createLogger('gateway', config.LOG_LEVEL);
  const registry = createRegistry('gateway');
  const stream = await createKafkaStream({
    brokers: config.KAFKA_BROKERS,
    clientId: 'gateway',
    onWarning: (message, context) => {
      logger.warn(context, message);
    },
  });
  const database =
    config.DATABASE_URL === undefined
      ? undefined
      : openDatabase({
          connectionString: config.DATABASE_URL,
          poolSize: 1,
          applicationName: 'beatwatch-gateway',
        });
  const gateway = buildGateway({
    stream,
    logger,
    host: config.GATEWAY_HOST,
    port: config.GATEWAY_PORT,
    corsOrigins: config.GATEWAY_CORS_ORIGINS,
    tickMs: config.GATEWAY_TICK_MS,
    replaySeconds: config.GATEWAY_REPLAY_SECONDS,
    metrics: gatewayMetrics(registry),
    ...(database && {
      openAlarms: () => database.repositories.alarms.list({ openOnly: true, limit: 1000 }),
      patients: () => database.repositories.patients.list(),
    }),
  });
  const health = await startHealthServer({
    port: config.GATEWAY_HEALTH_PORT,
    registry,
    checks: { listening: () => gateway.listening },
  });
  await runUntilSignal(gateway, logger);
  await Promise.all([health.stop(), stream.stop(), database?.close()]);
});
