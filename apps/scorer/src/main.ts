import { runApp } from '@beatwatch/service-kit/run';
import { loadRhythmModels } from '@beatwatch/signal-models';
import { createKafkaStream } from '@beatwatch/stream';
import { notWaiting } from '@beatwatch/stream-processor';
import { openDatabase } from '@beatwatch/timescale';
import { scorerConfigSchema } from './config.ts';
import { openModels } from './models.ts';
import { buildScorer } from './scorer.ts';

runApp({
  name: 'scorer',
  schema: scorerConfigSchema,
  async build({ config, logger, registry, warn }) {
    const [{ models, dispose }, rhythmModels] = await Promise.all([openModels(config), loadRhythmModels()]);
    const stream = await createKafkaStream({
      brokers: config.KAFKA_BROKERS,
      clientId: 'scorer',
      onWarning: warn,
    });
    const database = openDatabase({ connectionString: config.DATABASE_URL, applicationName: 'scorer' });
    const scorer = buildScorer({
      stream,
      repositories: database.repositories,
      models,
      rhythmModels,
      logger,
      registry,
      checkpointMs: config.SCORER_CHECKPOINT_MS,
      batchMs: config.SCORER_BATCH_MS,
    });
    return {
      service: scorer,
      health: {
        port: config.SCORER_HEALTH_PORT,
        checks: { reading: () => scorer.running, judging: () => notWaiting(scorer.progress) },
      },
      release: () => Promise.all([stream.stop(), database.close(), dispose()]),
    };
  },
});
