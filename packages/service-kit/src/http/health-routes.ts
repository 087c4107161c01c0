import type { FastifyContextConfig, FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { alive, readiness, type ReadinessChecks } from '../readiness.ts';
import { sendProblem } from './send-problem.ts';

export interface HealthRouteOptions {
  readonly checks: ReadinessChecks;
  /** Route configuration of the app's own, for its OpenAPI document. */
  readonly healthz?: FastifyContextConfig;
  readonly readyz?: FastifyContextConfig;
}

/** `/healthz`: the process responds. `/readyz`: 200 while every check holds, else 503 with the names of those that do not. */
export function addHealthRoutes(app: FastifyInstance, { checks, healthz, readyz }: HealthRouteOptions): void {
  app.get('/healthz', { config: { open: true, ...healthz } }, () => alive);
  app.get('/readyz', { config: { open: true, ...readyz } }, async (_request, reply) => {
    const state = await readiness(checks);
    return 'status' in state ? sendProblem(reply, state) : reply.send(state);
  });
}

/** `/metrics` in Prometheus' text format. */
export function addMetricsRoute(
  app: FastifyInstance,
  registry: Registry,
  config: FastifyContextConfig = {},
): void {
  app.get('/metrics', { config }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
