import { resolve } from 'node:path';
import process from 'node:process';
import { openJobQueue } from '@beatwatch/job-queue';
import { wardDrift } from '@beatwatch/retraining';
import { guardOf, servicesInOrder } from '@beatwatch/service-kit';
import { runApp } from '@beatwatch/service-kit/run';
import { openDatabase } from '@beatwatch/timescale';
import { trainerConfigSchema } from './config.ts';
import { driftJobs } from './drift-jobs.ts';
import { buildDriftMetrics } from './drift-metrics.ts';
import { buildJobServer } from './http/server.ts';
import { logChanges } from './log-changes.ts';
import { jobKinds } from './jobs/job-kinds.ts';
import { buildMlflowMirror } from './mlflow/mirror.ts';
import { mlflowSettingsOf } from './mlflow/settings.ts';
import { readRoles, readSources } from './mlflow/sources.ts';
import { buildTrainer } from './trainer.ts';

runApp({
  name: 'trainer',
  schema: trainerConfigSchema,
  async build({ config, logger, registry }) {
    const database = openDatabase({ connectionString: config.DATABASE_URL, applicationName: 'trainer' });
    const queue = await openJobQueue({
      pool: database.pool,
      kinds: jobKinds,
      isKeeper: true,
      onError: logChanges(logger, 'the job queue goes on'),
    });
    const dataDir = resolve(config.TRAINER_DATA_DIR);
    const { repositories } = database;
    const mlflow = mlflowSettingsOf(config);
    const mirror =
      mlflow &&
      buildMlflowMirror({
        settings: mlflow,
        sources: () => readSources({ queue, repositories, dataDir }),
        roles: () => readRoles(repositories),
        isRunning: async (id) => (await queue.find(id))?.state === 'running',
        logger,
      });
    const trainer = buildTrainer({
      queue,
      databaseUrl: config.DATABASE_URL,
      dataDir,
      ...(config.ECG_DATA_DIR !== undefined && { referenceDir: resolve(config.ECG_DATA_DIR) }),
      rule: {
        ...(config.TRAINER_PROMOTE_BETTER_BY !== undefined && { betterBy: config.TRAINER_PROMOTE_BETTER_BY }),
        ...(config.TRAINER_PROMOTE_WORSE_BY !== undefined && { worseBy: config.TRAINER_PROMOTE_WORSE_BY }),
        ...(config.TRAINER_PROMOTE_FALSE_ALARMS_PER_HOUR !== undefined && {
          openFalseAlarmsPerHour: config.TRAINER_PROMOTE_FALSE_ALARMS_PER_HOUR,
        }),
      },
      nice: config.TRAINER_NICE,
      concurrency: config.TRAINER_CONCURRENCY,
      ...(config.TRAINER_KINDS !== undefined && { kinds: config.TRAINER_KINDS }),
      ...(config.TRAINER_END_WHEN_IDLE_S !== undefined && {
        idle: {
          afterMs: config.TRAINER_END_WHEN_IDLE_S * 1000,
          // As a supervisor ends it.
          onIdle: () => process.kill(process.pid, 'SIGTERM'),
        },
      }),
      memoryBytes: config.TRAINER_MEMORY_MB * 1_048_576,
      hungAfterMs: config.TRAINER_HUNG_AFTER_S * 1000,
      stuckAfterMs: config.TRAINER_STUCK_AFTER_S * 1000,
      onAttemptEnded: (jobId) => mirror?.attemptEnded(jobId),
      logger,
      registry,
    });
    const drift = buildDriftMetrics({
      measure: () => wardDrift(repositories, { nowUs: Date.now() * 1000 }),
      ...(config.TRAINER_RETRAIN_ON_DRIFT !== undefined && {
        onMeasured: driftJobs(queue, logger, {
          share: config.TRAINER_RETRAIN_ON_DRIFT,
          onceInMs: config.TRAINER_RETRAIN_ON_DRIFT_H * 3_600_000,
        }),
      }),
      registry,
      logger,
    });
    const server = buildJobServer({
      queue,
      logger,
      port: config.TRAINER_HTTP_PORT,
      host: config.TRAINER_HTTP_HOST,
      guard: guardOf(config),
      ...(config.TRAINER_HTTP_TOKEN !== undefined && { token: config.TRAINER_HTTP_TOKEN }),
    });
    return {
      service: servicesInOrder(
        servicesInOrder(trainer, drift),
        mirror ? servicesInOrder(mirror, server) : server,
      ),
      health: {
        port: config.TRAINER_HEALTH_PORT,
        checks: {
          working: () => trainer.working,
          database: () =>
            database.ping().then(
              () => true,
              () => false,
            ),
        },
      },
      release: async () => {
        await queue.close();
        await database.close();
      },
    };
  },
});
