import { onParentMessage, tellParent } from '@beatwatch/service-kit/parent';
import { defaultAlarmSettings } from '@beatwatch/alarms';
import { runApp } from '@beatwatch/service-kit/run';
import { loadRhythmModels } from '@beatwatch/signal-models';
import { createKafkaStream } from '@beatwatch/stream';
import { notWaiting } from '@beatwatch/stream-processor';
import { openDatabase } from '@beatwatch/timescale';
import { z } from 'zod';
import { scorerConfigSchema } from './config.ts';
import { openModels } from './models.ts';
import { buildScorer } from './scorer.ts';

const noticeMessageSchema = z.object({
  type: z.literal('system-notice'),
  notice: z.object({ noticeId: z.string(), state: z.enum(['open', 'ended']) }),
});

runApp({
  name: 'scorer',
  schema: scorerConfigSchema,
  async build({ config, logger, registry, warn }) {
    const [{ models, openFurtherModel, dispose }, rhythmModels] = await Promise.all([
      openModels(config),
      loadRhythmModels(),
    ]);
    const stream = await createKafkaStream({
      brokers: config.KAFKA_BROKERS,
      clientId: 'scorer',
      onWarning: warn,
      onJoined: (member) => {
        tellParent({ type: 'group-member', ...member });
      },
    });
    const database = openDatabase({ connectionString: config.DATABASE_URL, applicationName: 'scorer' });
    const scorer = buildScorer({
      stream,
      repositories: database.repositories,
      models,
      rhythmModels,
      ...(config.SCORER_REGISTRY_DIR !== undefined && { openFurtherModel }),
      alarms: {
        ...defaultAlarmSettings,
        noData: { ...defaultAlarmSettings.noData, goneAfterMs: config.SCORER_GONE_AFTER_HOURS * 3_600_000 },
      },
      logger,
      registry,
      checkpointMs: config.SCORER_CHECKPOINT_MS,
      batchMs: config.SCORER_BATCH_MS,
    });
    onParentMessage(noticeMessageSchema, ({ notice }) => {
      scorer.addNotice(notice);
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
