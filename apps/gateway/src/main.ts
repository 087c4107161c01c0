import { guardOf } from '@beatwatch/service-kit';
import { runApp } from '@beatwatch/service-kit/run';
import { createKafkaStream } from '@beatwatch/stream';
import { openDatabase } from '@beatwatch/timescale';
import { gatewayConfigSchema } from './config.ts';
import { buildGateway } from './gateway.ts';
import { gatewayMetrics } from './metrics.ts';
import { noticeOfMessage } from './parent-notices.ts';

runApp({
  name: 'gateway',
  schema: gatewayConfigSchema,
  async build({ config, logger, registry, warn }) {
    const stream = await createKafkaStream({
      brokers: config.KAFKA_BROKERS,
      clientId: 'gateway',
      onWarning: warn,
    });
    const connectionString = config.DATABASE_URL;
    const database =
      connectionString === undefined
        ? undefined
        : openDatabase({ connectionString, poolSize: 2, applicationName: 'beatwatch-gateway' });
    const gateway = buildGateway({
      stream,
      logger,
      host: config.GATEWAY_HOST,
      port: config.GATEWAY_PORT,
      secret: config.BEATWATCH_SECRET,
      guard: { ...guardOf(config), pagePorts: [config.DASHBOARD_PORT] },
      tickMs: config.GATEWAY_TICK_MS,
      replaySeconds: config.GATEWAY_REPLAY_SECONDS,
      metrics: gatewayMetrics(registry),
      quietDays: config.WARD_QUIET_DAYS,
      ...(database && {
        openAlarms: () => database.repositories.alarms.list({ openOnly: true, limit: 5000 }),
        patients: () => database.repositories.patients.list({ quietDays: config.WARD_QUIET_DAYS }),
        silences: database.repositories.silences,
        discharged: () => database.repositories.admissions.discharged(),
        pingDatabase: () => database.ping(),
        sessions: (ids) => database.repositories.users.sessions(ids),
        audit: (act) => database.repositories.audit.write(act),
      }),
    });
    process.on('message', (message) => {
      const notice = noticeOfMessage(message);
      if (notice !== undefined) gateway.addNotice(notice);
    });
    return {
      service: gateway,
      health: {
        port: config.GATEWAY_HEALTH_PORT,
        checks: { listening: () => gateway.listening, judging: () => gateway.judging },
      },
      release: () => Promise.all([stream.stop(), database?.close()]),
    };
  },
});
