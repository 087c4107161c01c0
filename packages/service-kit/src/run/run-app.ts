import type { Registry } from 'prom-client';
import type { z } from 'zod';
import { parseConfig } from '../config.ts';
import { describeError } from '../describe-error.ts';
import { guardOf } from '../guard/guard-config.ts';
import { startHealthServer } from '../http/health-server.ts';
import { createLogger, type Logger, type LogLevel } from '../logger.ts';
import { createRegistry } from '../metrics.ts';
import type { ReadinessChecks } from '../readiness.ts';
import type { Service } from '../service.ts';
import { runUntilSignal } from './run-until-signal.ts';

type CommonConfig = { readonly LOG_LEVEL: LogLevel; readonly HEALTH_HOST: string } & Parameters<
  typeof guardOf
>[0];

interface AppContext<Config> {
  readonly config: Config;
  readonly logger: Logger;
  readonly registry: Registry;
  /** Logs a warning with its context. */
  readonly warn: (message: string, context: Readonly<Record<string, unknown>>) => void;
}

interface App {
  /** Started, and stopped at a signal. */
  readonly service: Service;
  /** Port and readiness of the health server; an app that serves health on its own port leaves it out. */
  readonly health?: { readonly port: number; readonly checks: ReadinessChecks };
  /** Closes connections and models once the service has stopped. */
  readonly release?: () => Promise<unknown>;
}

export interface AppDefinition<Schema extends z.ZodType<CommonConfig>> {
  /** In log lines and metrics. */
  readonly name: string;
  /** Environment variables. */
  readonly schema: Schema;
  readonly build: (context: AppContext<z.output<Schema>>) => App | Promise<App>;
}

/**
 * Runs an app's process: reads and checks its configuration, builds and starts it, and stops it at a signal. Exits with
 * 0 after that, with 1 after an error, which is logged in one line.
 */
export function runApp<Schema extends z.ZodType<CommonConfig>>(definition: AppDefinition<Schema>): void {
  run(definition).then(
    () => process.exit(0),
    (error: unknown) => {
      createLogger(definition.name).error({ error: describeError(error) }, 'failed');
      process.exit(1);
    },
  );
}

async function run<Schema extends z.ZodType<CommonConfig>>({
  name,
  schema,
  build,
}: AppDefinition<Schema>): Promise<void> {
  const config = parseConfig(schema, process.env);
  const logger = createLogger(name, config.LOG_LEVEL);
  const registry = createRegistry(name);
  const warn: AppContext<unknown>['warn'] = (message, context) => {
    logger.warn(context, message);
  };
  const app = await build({ config, logger, registry, warn });
  const health =
    app.health &&
    (await startHealthServer({
      ...app.health,
      host: config.HEALTH_HOST,
      registry,
      logger,
      guard: guardOf(config),
    }));
  await runUntilSignal(app.service, logger);
  await Promise.all([health?.stop(), app.release?.()]);
}
