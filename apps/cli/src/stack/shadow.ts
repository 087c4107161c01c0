import { fileURLToPath } from 'node:url';
import { describeError } from '@beatwatch/service-kit';
import { registryFolderOf } from '@beatwatch/trainer/models-folder';
import getPort from 'get-port';
import type { CliConfig } from '../config.ts';
import { groupSeats } from './group-seats.ts';
import { logPathOf } from './logs/log-folder.ts';
import type { Part } from './part.ts';
import type { SupervisionEvents } from './supervision/supervise.ts';
import { startSupervisedApp } from './supervision/supervised-app.ts';

export interface ShadowPartOptions {
  readonly config: CliConfig;
  readonly brokers: readonly string[];
  readonly databaseUrl: string;
  /** `challenger`, or the version of a model. */
  readonly shadow: string;
  readonly events: SupervisionEvents;
  readonly onStep: (text: string) => void;
}

/** Starts the scorer in the shadow. Where it cannot be started that is said, and everything else runs without it. */
export async function startShadow(options: ShadowPartOptions): Promise<Part | undefined> {
  const { config, brokers, databaseUrl, shadow, events, onStep } = options;
  const name = 'scorer-shadow';
  const healthPort = await getPort();
  try {
    return await startSupervisedApp({
      name,
      entry: fileURLToPath(import.meta.resolve('@beatwatch/scorer/main')),
      env: {
        KAFKA_BROKERS: brokers.join(','),
        DATABASE_URL: databaseUrl,
        SCORER_REGISTRY_DIR: registryFolderOf(config.dataDir),
        SCORER_SHADOW: shadow,
        SCORER_HEALTH_PORT: String(healthPort),
      },
      logFile: logPathOf(config.dataDir, name),
      metricsUrl: `http://127.0.0.1:${healthPort}/metrics`,
      events,
      ...groupSeats(brokers),
    });
  } catch (error) {
    onStep(`nothing judges in the shadow: ${describeError(error)}`);
    return undefined;
  }
}
