import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { ApiError } from '../errors.ts';

/**
 * Lets a key make so many requests a minute, before anything of a body is read: 429 with `Retry-After` after that.
 * Routes without a scope are not counted. Comes after the authorisation, which tells whose request it is.
 */
export async function addRateLimit(app: FastifyInstance, requestsPerMinute: number): Promise<void> {
  await app.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: 60_000,
    keyGenerator: (request) => request.identity?.id ?? request.ip,
    allowList: (request) => request.routeOptions.config.scope === undefined,
    addHeaders: { 'retry-after': true },
    errorResponseBuilder: (_request, { max, ttl }) =>
      new ApiError('rate-limited', `Expected at most ${max} requests a minute.`, {
        retryAfterSeconds: Math.max(1, Math.ceil(ttl / 1000)),
      }),
  });
}
