import { constants, setPriority } from 'node:os';
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
import { buildShadowScorer } from './shadow/shadow-scorer.ts';

const noticeMessageSchema = z.object({
  type: z.literal('system-notice'),
  notice: z.object({ noticeId: z.string(), state: z.enum(['open', 'ended']) }),
});

runApp({
  name: 'scorer',
  schema: scorerConfigSchema,
  async build({ config, logger, registry, warn }) {
    const [{ models, openFurtherModel, dispose }, rhythmModels] = await Promise.all([
      openModels(config, logger),
      loadRhythmModels(),
    ]);
    const { SCORER_SHADOW: shadowed, SCORER_REGISTRY_DIR: registryDir } = config;
    if (shadowed !== undefined && registryDir === undefined)
      throw new Error(
        'SCORER_SHADOW: expected SCORER_REGISTRY_DIR beside it, the folder of the trained models',
      );
    const clientId = shadowed === undefined ? 'scorer' : 'scorer-shadow';
    // The alarm path goes before.
    if (shadowed !== undefined) setPriority(constants.priority.PRIORITY_LOW);
    const stream = await createKafkaStream({
      brokers: config.KAFKA_BROKERS,
      clientId,
      onWarning: warn,
      onJoined: (member) => {
        tellParent({ type: 'group-member', ...member });
      },
    });
    const database = openDatabase({ connectionString: config.DATABASE_URL, applicationName: clientId });
    const options = {
      stream,
      repositories: database.repositories,
      models,
      rhythmModels,
      alarms: {
        ...defaultAlarmSettings,
        noData: { ...defaultAlarmSettings.noData, goneAfterMs: config.SCORER_GONE_AFTER_HOURS * 3_600_000 },
        escalation: {
          highMs: config.SCORER_ESCALATE_HIGH_S * 1000,
          mediumMs: config.SCORER_ESCALATE_MEDIUM_S * 1000,
        },
      },
      logger,
      registry,
      checkpointMs: config.SCORER_CHECKPOINT_MS,
      batchMs: config.SCORER_BATCH_MS,
    };
    const scorer =
      shadowed === undefined
        ? buildScorer({ ...options, ...(registryDir !== undefined && { openFurtherModel }) })
        : buildShadowScorer({ ...options, shadowed, openFurtherModel });
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
