import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { registryFolderOf } from '@beatwatch/trainer/models-folder';
import getPort from 'get-port';
import type { CliConfig } from '../config.ts';
import type { AppProcess } from './app-process.ts';
import { groupSeats } from './group-seats.ts';
import { instanceName, type Instances } from './instances.ts';
import { logPathOf } from './logs/log-folder.ts';
import { modelChoices } from './model.ts';
import type { ModelName } from './model-names.ts';
import type { Part } from './part.ts';
import { startShadow } from './shadow.ts';
import type { SignIn } from './sign-in.ts';
import type { SupervisionEvents } from './supervision/supervise.ts';
import { startSupervisedApp } from './supervision/supervised-app.ts';

export interface AppsOptions {
  readonly config: CliConfig;
  readonly brokers: readonly string[];
  readonly databaseUrl: string;
  readonly secret: string;
  readonly signIn: SignIn;
  readonly dashboardPort: number;
  readonly gatewayPort: number;
  readonly ingestPort: number;
  readonly model: ModelName;
  readonly withSimulator: boolean;
  readonly instances: Instances;
  /** The model that judges in the shadow: `challenger`, or a version. Default: none. */
  readonly shadow?: string;
  readonly onStep: (text: string) => void;
  readonly events: SupervisionEvents;
  /** Called with every process of an app once it is ready. */
  readonly onReady: (name: string, app: AppProcess) => void;
}

interface AppSpec {
  readonly name: string;
  /** Default 1. */
  readonly instances?: number;
  /** Environment variable for the port of health checks and metrics. */
  readonly healthVariable: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Of the instances after the first. */
  readonly furtherEnv?: Readonly<Record<string, string>>;
}

/**
 * Starts ingest, scorer, gateway and, with `withSimulator`, the demo's wearables, each in a process of its own, or in several; the
 * notifier where receivers are configured.
 */
export async function startApps(options: AppsOptions): Promise<Part[]> {
  const { preprocessing, lead } = modelChoices[options.model];
  const receivers = options.config.NOTIFIER_RECEIVERS_FILE;
  const specs: AppSpec[] = [
    {
      name: 'gateway',
      healthVariable: 'GATEWAY_HEALTH_PORT',
      env: {
        GATEWAY_PORT: String(options.gatewayPort),
        DASHBOARD_PORT: String(options.dashboardPort),
        BEATWATCH_SECRET: options.secret,
      },
    },
    {
      name: 'ingest',
      instances: options.instances.ingest,
      healthVariable: 'INGEST_HEALTH_PORT',
      env: {
        INGEST_HTTP_PORT: String(options.ingestPort),
        INGEST_PREPROCESSING: preprocessing,
        SIGN_IN: options.signIn,
      },
      // Devices know one address; a post may go to any instance.
      furtherEnv: { INGEST_HTTP_PORT: '0' },
    },
    {
      name: 'scorer',
      instances: options.instances.scorer,
      healthVariable: 'SCORER_HEALTH_PORT',
      env: { SCORER_REGISTRY_DIR: registryFolderOf(options.config.dataDir) },
    },
    ...(receivers === undefined
      ? []
      : [
          {
            name: 'notifier',
            healthVariable: 'NOTIFIER_HEALTH_PORT',
            env: { NOTIFIER_RECEIVERS_FILE: resolve(receivers) },
          },
        ]),
    ...(options.withSimulator
      ? [{ name: 'simulator', healthVariable: 'SIMULATOR_HEALTH_PORT', env: { SIMULATOR_LEAD: lead } }]
      : []),
  ];
  const started = await Promise.allSettled(
    specs.flatMap((spec) =>
      Array.from({ length: spec.instances ?? 1 }, (_, index) => startApp(spec, index, options)),
    ),
  );
  const parts = started.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  const failure = started.find((result) => result.status === 'rejected');
  if (failure === undefined) {
    const { shadow } = options;
    const inShadow = shadow === undefined ? undefined : await startShadow({ ...options, shadow });
    return inShadow === undefined ? parts : [...parts, inShadow];
  }
  await Promise.allSettled(parts.map((part) => part.stop()));
  throw failure.reason;
}

async function startApp(spec: AppSpec, index: number, options: AppsOptions): Promise<Part> {
  const name = instanceName(spec.name, index);
  const healthPort = await getPort();
  return startSupervisedApp({
    name,
    entry: fileURLToPath(import.meta.resolve(`@beatwatch/${spec.name}/main`)),
    env: {
      KAFKA_BROKERS: options.brokers.join(','),
      DATABASE_URL: options.databaseUrl,
      [spec.healthVariable]: String(healthPort),
      ...spec.env,
      ...(index > 0 && spec.furtherEnv),
    },
    logFile: logPathOf(options.config.dataDir, name),
    metricsUrl: `http://127.0.0.1:${healthPort}/metrics`,
    events: options.events,
    onReady: (app) => {
      options.onReady(name, app);
    },
    ...groupSeats(options.brokers),
  });
}
