import type { Logger, ServerGuard } from '@beatwatch/service-kit';
import { createHttpApp } from '@beatwatch/service-kit/http';
import type { FastifyInstance } from 'fastify';
import { validatorCompiler } from 'fastify-type-provider-zod';
import { ApiError } from './errors.ts';
import { addAuthorisation } from './keys/authorise.ts';
import type { KeyRing } from './keys/key-ring.ts';
import type { ApiLimits } from './limits/limits.ts';
import { addRateLimit } from './limits/rate-limit.ts';
import type { ApiMetrics } from './metrics.ts';
import { addOpenApi } from './openapi/document.ts';
import { rememberMethods } from './openapi/other-methods.ts';
import { problemOf, retryAfterSecondsOf } from './problems/problem.ts';

export interface AppOptions {
  readonly logger: Logger;
  readonly guard: ServerGuard | undefined;
  readonly metrics: ApiMetrics;
  readonly limits: ApiLimits;
  readonly keys: KeyRing | undefined;
  /** Aborts when the server stops; later requests are refused. */
  readonly closing: AbortSignal;
  /** Called once the hooks for every route are in place. */
  readonly addRoutes: (app: FastifyInstance) => void;
}

/** The HTTP application with what every route shares: bodies as streams, keys, limits, problems and OpenAPI. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { logger, metrics, limits, closing } = options;
  const app = createHttpApp({
    logger,
    guard: options.guard,
    notFound: 'Expected a path of /openapi.json; /docs lists them.',
    problemOf: (error) => {
      const problem = problemOf(error);
      metrics.problems.inc({ code: problem.code });
      return problem;
    },
    retryAfterSecondsOf,
    server: {
      // Each request has a shorter limit of its own, which ends in a problem.
      requestTimeout: limits.bulkRequestMs + 60_000,
      connectionTimeout: limits.bulkRequestMs + 60_000,
      routerOptions: { maxParamLength: 512 },
      // Requests while closing get a problem from the hook below instead.
      return503OnClosing: false,
      // Queries of DICOMweb may be long.
      http: { maxHeaderSize: 65_536 },
    },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => {
    done(null, payload);
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { url = 'unknown' } = request.routeOptions;
    const labels = { route: url, method: request.method, status: String(reply.statusCode) };
    metrics.requests.observe(labels, reply.elapsedTime / 1000);
    done();
  });
  app.addHook('onRequest', (_request, _reply, done) => {
    if (!closing.aborted) {
      done();
      return;
    }
    done(
      new ApiError('stopping', 'The server is stopping: send the same request again.', {
        retryAfterSeconds: 10,
      }),
    );
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    // A kept-alive connection would keep the server from closing.
    if (closing.aborted) void reply.header('connection', 'close');
    done();
  });
  addAuthorisation(app, options.keys);
  await addRateLimit(app, limits.requestsPerMinute);
  await addOpenApi(app);
  const addOtherMethods = rememberMethods(app);
  options.addRoutes(app);
  addOtherMethods();
  return app;
}
