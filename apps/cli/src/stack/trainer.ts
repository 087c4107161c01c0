import { fileURLToPath } from 'node:url';
import getPort from 'get-port';
import type { CliConfig } from '../config.ts';
import { logPathOf } from './logs/log-folder.ts';
import type { Part } from './part.ts';
import type { SupervisionEvents } from './supervision/supervise.ts';
import { startSupervisedApp } from './supervision/supervised-app.ts';

export interface TrainerPartOptions {
  readonly config: CliConfig;
  readonly databaseUrl: string;
  readonly port: number;
  readonly events: SupervisionEvents;
}

/** Starts the trainer. What it trains runs in processes of the lowest priority; it itself only watches them. */
export async function startTrainer({ config, databaseUrl, port, events }: TrainerPartOptions): Promise<Part> {
  const healthPort = await getPort();
  return startSupervisedApp({
    name: 'trainer',
    entry: fileURLToPath(import.meta.resolve('@beatwatch/trainer/main')),
    env: {
      DATABASE_URL: databaseUrl,
      TRAINER_DATA_DIR: config.dataDir,
      TRAINER_HTTP_PORT: String(port),
      TRAINER_HEALTH_PORT: String(healthPort),
    },
    logFile: logPathOf(config.dataDir, 'trainer'),
    metricsUrl: `http://127.0.0.1:${healthPort}/metrics`,
    events,
  });
}
