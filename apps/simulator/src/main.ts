import { topics } from '@beatwatch/contracts';
import { describeError } from '@beatwatch/service-kit';
import { runApp } from '@beatwatch/service-kit/run';
import { createKafkaStream } from '@beatwatch/stream';
import { simulatorConfigSchema } from './config.ts';
import { createFleet, demoFleet } from './index.ts';
import { exposeFleet } from './metrics.ts';

runApp({
  name: 'simulator',
  schema: simulatorConfigSchema,
  async build({ config, logger, registry }) {
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
        logger.warn({ error: describeError(error) }, 'sending packets failed; will retry');
      },
    });
    exposeFleet(fleet, registry);
    return {
      service: fleet,
      health: { port: config.SIMULATOR_HEALTH_PORT, checks: {} },
      release: async () => {
        await producer.stop();
        await stream.stop();
      },
    };
  },
});
