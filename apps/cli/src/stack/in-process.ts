import process from 'node:process';
import { buildGateway } from '@beatwatch/gateway';
import { buildIngest } from '@beatwatch/ingest';
import { createOnnxWorkersEngine, loadModel, pretrainedModelDirectory } from '@beatwatch/model-core';
import { buildScorer } from '@beatwatch/scorer';
import { createLogger, createRegistry, type Service } from '@beatwatch/service-kit';
import { createInProcessStream, type MessageStream } from '@beatwatch/stream';
import { openDatabase } from '@beatwatch/timescale';
import type { Part } from './part.ts';

/** Ingest, scorer and gateway in this very process, over the in-process adapter: for machines without Java. */
export async function startInProcess(
  databaseUrl: string,
  gatewayPort: number,
): Promise<{ readonly shared: Part; readonly services: readonly Part[]; readonly stream: MessageStream }> {
  const stream = createInProcessStream();
  const database = openDatabase({ connectionString: databaseUrl, applicationName: 'beatwatch' });
  const { repositories } = database;
  const model = await loadModel(pretrainedModelDirectory());
  const engine = await createOnnxWorkersEngine(model);
  const registry = createRegistry('beatwatch');
  const loggerOf = (name: string): ReturnType<typeof createLogger> => createLogger(name, 'warn');
  const services: [string, Service][] = [
    [
      'gateway',
      buildGateway({
        stream,
        logger: loggerOf('gateway'),
        port: gatewayPort,
        openAlarms: () => repositories.alarms.list({ openOnly: true, limit: 1000 }),
      }),
    ],
    ['ingest', buildIngest({ stream, repositories, logger: loggerOf('ingest'), registry })],
    [
      'scorer',
      buildScorer({
        stream,
        repositories,
        engine,
        manifest: model.manifest,
        logger: loggerOf('scorer'),
        registry,
      }),
    ],
  ];
  for (const [, service] of services) await service.start();
  const parts = services.map(([name, service]): Part => ({
    name,
    pid: process.pid,
    stop: () => service.stop(),
  }));
  const shared: Part = {
    name: 'shared connections',
    pid: process.pid,
    stop: async () => {
      await Promise.all([stream.stop(), database.close(), engine.dispose()]);
    },
  };
  return { shared, services: parts, stream };
}
