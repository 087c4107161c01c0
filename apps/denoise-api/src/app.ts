import { describeError, type Logger } from '@beatwatch/service-kit';
import Fastify, { type FastifyInstance } from 'fastify';
import { validatorCompiler } from 'fastify-type-provider-zod';
import { ApiError } from './errors.ts';
import { addAuthorisation } from './keys/authorise.ts';
import type { KeyRing } from './keys/key-ring.ts';
import type { ApiLimits } from './limits/limits.ts';
import { addRateLimit } from './limits/rate-limit.ts';
import type { ApiMetrics } from './metrics.ts';
import { addOpenApi } from './openapi/document.ts';
import { rememberMethods } from './openapi/other-methods.ts';
import { problem, problemOf, rawProblem, retryAfterOf, sendProblem } from './problems/problem.ts';

export interface AppOptions {
  readonly logger: Logger;
  readonly metrics: ApiMetrics;
  readonly limits: ApiLimits;
  readonly keys: KeyRing | undefined;
  /** Aborts when the server stops: what comes from then on is sent away. */
  readonly closing: AbortSignal;
  /** Adds the routes, once all that goes for every one of them is there. */
  readonly addRoutes: (app: FastifyInstance) => void;
}

/** What goes for every route: bodies as streams, keys, limits, answers to errors, the document. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { logger, metrics, limits } = options;
  const app = Fastify({
    forceCloseConnections: 'idle',
    // Each request has a tighter limit of its own, which answers in words; this one ends what never answers.
    requestTimeout: limits.bulkRequestMs + 60_000,
    routerOptions: { maxParamLength: 512 },
    // It would say so in words of its own.
    return503OnClosing: false,
    // Queries of DICOMweb may be long.
    http: { maxHeaderSize: 65_536 },
    clientErrorHandler(error, socket) {
      const answer = problem(
        error.code === 'HPE_HEADER_OVERFLOW' ? 'headers-too-large' : 'invalid-request',
        'What came is no HTTP request that can be read.',
      );
      metrics.problems.inc({ code: answer.code });
      if (socket.writable) socket.write(rawProblem(answer));
      socket.destroy(error);
    },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => {
    done(null, payload);
  });
  app.setErrorHandler((error, request, reply) => {
    const answer = problemOf(error);
    metrics.problems.inc({ code: answer.code });
    if (answer.status >= 500 && answer.code === 'internal') {
      logger.error({ error: describeError(error), route: request.routeOptions.url }, 'a request failed');
    }
    return sendProblem(reply, answer, retryAfterOf(error));
  });
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, problem('not-found', 'Expected an address of /openapi.json; /docs shows them.')),
  );
  app.addHook('onResponse', (request, reply, done) => {
    const { url = 'unknown' } = request.routeOptions;
    const labels = { route: url, method: request.method, status: String(reply.statusCode) };
    metrics.requests.observe(labels, reply.elapsedTime / 1000);
    done();
  });
  app.addHook('onRequest', (_request, _reply, done) => {
    if (!options.closing.aborted) {
      done();
      return;
    }
    done(new ApiError('stopping', 'The server is stopping: send the same again.', { retryAfterSeconds: 10 }));
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    // A connection that is kept would keep the server from ending.
    if (options.closing.aborted) void reply.header('connection', 'close');
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
