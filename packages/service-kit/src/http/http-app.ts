import type { Server } from 'node:http';
import Fastify, { type FastifyHttpOptions, type FastifyInstance } from 'fastify';
import { slowClientLimits, stillConnectionMs } from '../guard/connection-limits.ts';
import { describeError } from '../describe-error.ts';
import { guardServer, type ServerGuard } from '../guard/guard-server.ts';
import type { Logger } from '../logger.ts';
import type { Problem } from '../problem.ts';
import { HttpError, plainProblem } from './http-error.ts';
import { rawProblem } from './raw-problem.ts';
import { sendProblem } from './send-problem.ts';

export interface HttpAppOptions {
  readonly logger: Logger;
  /** Detail of the 404 for an unknown route: which ones exist. */
  readonly notFound: string;
  /** Whose requests are served. Default: those to this machine's own names. */
  readonly guard?: ServerGuard | undefined;
  /** Fastify's own options: limits and timeouts. */
  readonly server?: FastifyHttpOptions<Server>;
  /** Problem and `Retry-After` for an error. Default: its status and message; nothing of an internal error. */
  readonly problemOf?: (error: unknown) => Problem;
  readonly retryAfterSecondsOf?: (error: unknown) => number | undefined;
}

/**
 * A Fastify application that strangers do not reach, and whose errors, unknown routes and unparsable requests all end in a
 * problem (RFC 9457).
 */
export function createHttpApp(options: HttpAppOptions): FastifyInstance {
  const { logger, notFound, problemOf = plainProblem, retryAfterSecondsOf } = options;
  const app = Fastify({
    forceCloseConnections: 'idle',
    clientErrorHandler(error, socket) {
      const sent = problemOf(unreadable(error.code));
      if (socket.writable) socket.write(rawProblem(sent));
      socket.destroy(error);
    },
    requestTimeout: slowClientLimits.requestTimeout,
    connectionTimeout: stillConnectionMs,
    ...options.server,
    http: { ...slowClientLimits, ...options.server?.http },
  });
  guardServer(app.server, options.guard, problemOf);
  app.setErrorHandler((error, request, reply) => {
    const sent = problemOf(error);
    if (sent.status === 500)
      logger.error({ error: describeError(error), route: request.routeOptions.url }, 'request failed');
    return sendProblem(reply, sent, retryAfterSecondsOf?.(error));
  });
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, problemOf(new HttpError(404, notFound))));
  return app;
}

function unreadable(code: string): HttpError {
  if (code === 'HPE_HEADER_OVERFLOW') return new HttpError(431, 'The address and headers are too long.');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new HttpError(408, 'The request took too long to arrive.');
  return new HttpError(400, 'The request is not valid HTTP.');
}

/** Stops listening and finishes the requests under way; cuts off those that take longer than `graceMs`. */
export async function closeHttpApp(app: FastifyInstance, graceMs = 10_000): Promise<void> {
  const cutOff = setTimeout(() => {
    app.server.closeAllConnections();
  }, graceMs);
  await app.close();
  clearTimeout(cutOff);
}
