import { runApp } from '@beatwatch/service-kit/run';
import { createKafkaStream } from '@beatwatch/stream';
import { openDatabase } from '@beatwatch/timescale';
import { notifierConfigSchema } from './config.ts';
import { buildNotifier } from './notifier.ts';
import { readReceivers } from './receivers/read-receivers.ts';

runApp({
  name: 'notifier',
  schema: notifierConfigSchema,
  async build({ config, logger, registry, warn }) {
    const receivers = await readReceivers(config.NOTIFIER_RECEIVERS_FILE);
    const stream = await createKafkaStream({
      brokers: config.KAFKA_BROKERS,
      clientId: 'notifier',
      onWarning: warn,
    });
    const database = openDatabase({
      connectionString: config.DATABASE_URL,
      poolSize: 2,
      applicationName: 'beatwatch-notifier',
    });
    const notifier = buildNotifier({
      stream,
      repositories: database.repositories,
      receivers,
      logger,
      registry,
      giveUpAfterMs: config.NOTIFIER_GIVE_UP_AFTER_H * 3_600_000,
    });
    return {
      service: notifier,
      health: {
        port: config.NOTIFIER_HEALTH_PORT,
        checks: {
          delivering: () => notifier.delivering,
          database: () =>
            database.ping().then(
              () => true,
              () => false,
            ),
        },
      },
      release: () => Promise.all([stream.stop(), database.close()]),
    };
  },
});
