import { topics } from '@beatwatch/contracts';
import {
  createLogger,
  createRegistry,
  describeError,
  parseConfig,
  runMain,
  runUntilSignal,
  startHealthServer,
} from '@beatwatch/service-kit';
import { createKafkaStream } from '@beatwatch/stream';
import { simulatorConfigSchema } from './config.ts';
import { createFleet, demoFleet } from './index.ts';
import { exposeFleet } from './metrics.ts';

runMain(createLogger('simulator'), async () => {
  const config = parseConfig(simulatorConfigSchema, process.env);
  const logger = createLogger('simulator', config.LOG_LEVEL);
  const registry = createRegistry('simulator');
  const stream = await createKafkaStream({ brokers: config.KAFKA_BROKERS, clientId: 'simulator' });
  await stream.ensureTopics([topics.packets]);
  const producer = await stream.producer();
  const fleet = createFleet({
    patients: demoFleet({ lead: config.SIMULATOR_LEAD }),
    producer,
    speed: config.SIMULATOR_SPEED,
    packetMs: config.SIMULATOR_PACKET_MS,
    samplingRateHz: config.SIMULATOR_SAMPLING_RATE_HZ,
    onSendError: (error) => {
      logger.warn({ error: describeError(error) }, 'broker refused packets, sending them again');
    },
  });
  exposeFleet(fleet, registry);
  const health = await startHealthServer({ port: config.SIMULATOR_HEALTH_PORT, registry, checks: {} });
  await runUntilSignal(fleet, logger);
  await Promise.all([health.stop(), producer.stop()]);
  await stream.stop();
});
