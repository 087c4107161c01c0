import { addHealthRoutes, addMetricsRoute } from '@beatwatch/service-kit/http';
import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { z } from 'zod';

const aliveSchema = z.object({ status: z.literal('alive') });
const readySchema = z.object({ ready: z.literal(true), failing: z.array(z.string()) });

/** `/healthz` and `/readyz`, open to everybody, and `/metrics` for keys with the scope `metrics`. */
export function addStateRoutes(
  app: FastifyInstance,
  { registry, closing }: { readonly registry: Registry; readonly closing: AbortSignal },
): void {
  addHealthRoutes(app, {
    checks: { serving: () => !closing.aborted },
    healthz: {
      operation: {
        operationId: 'getLiveness',
        summary: 'Whether the process responds',
        tags: ['about'],
        responses: { 200: { description: 'Alive', content: { 'application/json': aliveSchema } } },
      },
    },
    readyz: {
      operation: {
        operationId: 'getReadiness',
        summary: 'Whether requests can be served',
        tags: ['about'],
        responses: { 200: { description: 'Ready', content: { 'application/json': readySchema } } },
        problems: ['stopping'],
      },
    },
  });
  addMetricsRoute(app, registry, {
    scope: 'metrics',
    operation: {
      operationId: 'getMetrics',
      summary: 'Prometheus metrics',
      tags: ['about'],
      responses: { 200: { description: 'Text format 0.0.4', content: { 'text/plain': 'binary' } } },
    },
  });
}
