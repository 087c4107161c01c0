import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { ApiError } from '../errors.ts';

/**
 * Limits the requests of each key per minute, before any of a body is read: 429 with `Retry-After` beyond that.
 * Routes without a scope are not counted. Call after `addAuthorisation`, which identifies the key.
 */
export async function addRateLimit(app: FastifyInstance, requestsPerMinute: number): Promise<void> {
  await app.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: 60_000,
    keyGenerator: (request) => request.identity?.id ?? request.ip,
    allowList: (request) => request.routeOptions.config.scope === undefined,
    addHeaders: { 'retry-after': true },
    errorResponseBuilder: (_request, { max, ttl }) =>
      new ApiError('rate-limited', `Expected at most ${max} requests per minute.`, {
        retryAfterSeconds: Math.max(1, Math.ceil(ttl / 1000)),
      }),
  });
}
