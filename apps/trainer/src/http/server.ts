import type { AddressInfo } from 'node:net';
import type { JobQueue } from '@beatwatch/job-queue';
import { isLoopback, type Logger, type ServerGuard, type Service } from '@beatwatch/service-kit';
import { addBearerCheck, addHealthRoutes, closeHttpApp, createHttpApp } from '@beatwatch/service-kit/http';
import type { FastifyInstance } from 'fastify';
import { addJobRoutes } from './job-routes.ts';

export interface JobServerOptions {
  readonly queue: JobQueue;
  readonly logger: Logger;
  /** 0 takes any free port. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Whose requests are served. Default: those to this machine's own names. */
  readonly guard?: ServerGuard;
  /** Bearer token that is required. Default: none. */
  readonly token?: string;
  /** How often progress is looked up for those who follow it, milliseconds. Default 1000. */
  readonly progressMs?: number;
}

export interface JobServer extends Service {
  /** Port in use; undefined unless listening. */
  readonly port: number | undefined;
}

const graceMs = 1000;

/** Builds the server on which jobs are listed, created, followed and cancelled. */
export function buildJobServer(options: JobServerOptions): JobServer {
  const { queue, logger, guard, host = '127.0.0.1', token, progressMs = 1000 } = options;
  let app: FastifyInstance | undefined;
  const stopping = new AbortController();
  return {
    get port() {
      return (app?.server.address() as AddressInfo | null | undefined)?.port;
    },
    async start() {
      app = createHttpApp({
        logger,
        guard,
        notFound:
          'Expected GET or POST /v1/jobs, GET or DELETE /v1/jobs/ID, GET /v1/jobs/ID/events, or GET /healthz or /readyz.',
        server: { bodyLimit: 1_048_576 },
      });
      if (token !== undefined) addBearerCheck(app, token);
      addJobRoutes(app, { queue, progressMs, stopping: stopping.signal });
      addHealthRoutes(app, { checks: { listening: () => app?.server.listening === true } });
      await app.listen({ port: options.port, host });
      if (token === undefined && !isLoopback(host))
        logger.warn({ host }, 'anyone who reaches the port may start jobs; set TRAINER_HTTP_TOKEN');
    },
    async stop() {
      stopping.abort();
      if (app !== undefined) await closeHttpApp(app, graceMs);
      app = undefined;
    },
  };
}
