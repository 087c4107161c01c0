import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import type { ServerGuard } from '../guard/guard-server.ts';
import type { Logger } from '../logger.ts';
import type { ReadinessChecks } from '../readiness.ts';
import { addHealthRoutes, addMetricsRoute } from './health-routes.ts';
import { closeHttpApp, createHttpApp } from './http-app.ts';

export interface HealthServerOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  readonly registry: Registry;
  readonly checks: ReadinessChecks;
  readonly logger: Logger;
  readonly guard?: ServerGuard;
}

export interface HealthServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Serves `/healthz`, `/readyz` and `/metrics` beside an app's own port, or for an app without one. */
export async function startHealthServer(options: HealthServerOptions): Promise<HealthServer> {
  const app = createHttpApp({
    logger: options.logger,
    guard: options.guard,
    notFound: 'Expected /healthz, /readyz or /metrics.',
  });
  addHealthRoutes(app, { checks: options.checks });
  addMetricsRoute(app, options.registry);
  await app.listen({ port: options.port, host: options.host ?? '127.0.0.1' });
  return {
    port: (app.server.address() as AddressInfo).port,
    stop: () => closeHttpApp(app, 0),
  };
}
