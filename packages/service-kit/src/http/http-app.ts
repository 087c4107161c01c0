import type { Server } from 'node:http';
import Fastify, { type FastifyHttpOptions, type FastifyInstance } from 'fastify';
import { describeError } from '../describe-error.ts';
import type { Logger } from '../logger.ts';
import { problem, type Problem } from '../problem.ts';
import { HttpError, statusOf } from './http-error.ts';
import { rawProblem, sendProblem } from './send-problem.ts';

export interface HttpAppOptions {
  readonly logger: Logger;
  /** Detail of the 404 for an unknown route: which ones exist. */
  readonly notFound: string;
  /** Fastify's own options: limits and timeouts. */
  readonly server?: FastifyHttpOptions<Server>;
  /** Problem and `Retry-After` for an error. Default: its status and message; nothing of an internal error. */
  readonly problemOf?: (error: unknown) => Problem;
  readonly retryAfterSecondsOf?: (error: unknown) => number | undefined;
}

/** A Fastify application whose errors, unknown routes and unparsable requests all end in a problem (RFC 9457). */
export function createHttpApp(options: HttpAppOptions): FastifyInstance {
  const { logger, notFound, problemOf = plainProblem, retryAfterSecondsOf } = options;
  const app = Fastify({
    forceCloseConnections: 'idle',
    clientErrorHandler(error, socket) {
      const refusal =
        error.code === 'HPE_HEADER_OVERFLOW'
          ? new HttpError(431, 'The address and headers are too long.')
          : new HttpError(400, 'The request is not valid HTTP.');
      const sent = problemOf(refusal);
      if (socket.writable) socket.write(rawProblem(sent));
      socket.destroy(error);
    },
    ...options.server,
  });
  app.setErrorHandler((error, request, reply) => {
    const sent = problemOf(error);
    if (sent.status === 500)
      logger.error({ error: describeError(error), route: request.routeOptions.url }, 'request failed');
    return sendProblem(reply, sent, retryAfterSecondsOf?.(error));
  });
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, problemOf(new HttpError(404, notFound))));
  return app;
}

function plainProblem(error: unknown): Problem {
  const status = statusOf(error);
  return problem(
    status,
    status < 500 && error instanceof Error ? error.message : 'Internal error; the log has the details.',
  );
}

/** Stops listening and finishes the requests under way; cuts off those that take longer than `graceMs`. */
export async function closeHttpApp(app: FastifyInstance, graceMs = 10_000): Promise<void> {
  const cutOff = setTimeout(() => {
    app.server.closeAllConnections();
  }, graceMs);
  await app.close();
  clearTimeout(cutOff);
}
