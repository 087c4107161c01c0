import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { z } from 'zod';

export interface HealthRouteOptions {
  readonly registry: Registry;
  /** What must hold for requests to be sent here, by name. */
  readonly checks: Readonly<Record<string, () => boolean>>;
}

const liveSchema = z.object({ status: z.literal('alive') });
const readySchema = z.object({ ready: z.boolean(), failing: z.array(z.string()) });

/** `/health/live`, `/health/ready` (open to all) and `/metrics` (Prometheus; asks for the scope `metrics`). */
export function addHealthRoutes(app: FastifyInstance, { registry, checks }: HealthRouteOptions): void {
  app.get(
    '/health/live',
    {
      config: {
        operation: {
          operationId: 'getLiveness',
          summary: 'The process answers',
          tags: ['about'],
          answers: { 200: { description: 'Alive', content: { 'application/json': liveSchema } } },
        },
      },
    },
    (_request, reply) => reply.send({ status: 'alive' }),
  );
  app.get(
    '/health/ready',
    {
      config: {
        operation: {
          operationId: 'getReadiness',
          summary: 'Requests can be served',
          tags: ['about'],
          answers: {
            200: { description: 'Ready', content: { 'application/json': readySchema } },
            503: { description: 'Not ready', content: { 'application/json': readySchema } },
          },
        },
      },
    },
    (_request, reply) => {
      const failing = Object.entries(checks)
        .filter(([, holds]) => !holds())
        .map(([name]) => name);
      const ready = failing.length === 0;
      return reply.code(ready ? 200 : 503).send({ ready, failing });
    },
  );
  app.get(
    '/metrics',
    {
      config: {
        scope: 'metrics',
        operation: {
          operationId: 'getMetrics',
          summary: 'Prometheus metrics',
          tags: ['about'],
          answers: { 200: { description: 'Text format 0.0.4', content: { 'text/plain': 'binary' } } },
        },
      },
    },
    async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()),
  );
}
