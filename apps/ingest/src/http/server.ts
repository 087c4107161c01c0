import type { AddressInfo } from 'node:net';
import { topics } from '@beatwatch/contracts';
import { describeError, isLoopback, type Logger, type Service } from '@beatwatch/service-kit';
import type { MessageStream, Producer } from '@beatwatch/stream';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { createDelivery } from './delivery.ts';
import { createHttpMetrics } from './metrics.ts';
import { sendProblem } from './problem.ts';
import { addRoutes } from './routes.ts';
import { bearerCheck } from './token.ts';

export interface HttpIntakeOptions {
  readonly stream: MessageStream;
  readonly logger: Logger;
  readonly registry: Registry;
  /** 0 takes any free port. */
  readonly port: number;
  /** Address to listen on. Default 127.0.0.1. */
  readonly host?: string;
  /** What devices have to send as bearer token. Default: none is asked for. */
  readonly token?: string;
  /** Largest body. Default 8 MiB: twelve leads of a minute in FHIR have some 3. */
  readonly maxBodyBytes?: number;
  /** How long a post waits for the broker before it is told to come again. Default 10,000. */
  readonly acknowledgeMs?: number;
  /** Bytes of packets that may wait for the broker at a time. Default 32 MiB. */
  readonly maxWaitingBytes?: number;
}

export interface HttpIntake extends Service {
  /** Where it listens; undefined while it does not. */
  readonly port: number | undefined;
}

/** Takes packets over HTTP and puts them on `ecg.packets.v1`, where ingest reads them as any others. */
export function buildHttpIntake(options: HttpIntakeOptions): HttpIntake {
  const { stream, logger, host = '127.0.0.1', token } = options;
  const metrics = createHttpMetrics(options.registry);
  let producer: Producer | undefined;
  let app: FastifyInstance | undefined;
  return {
    get port() {
      return (app?.server.address() as AddressInfo | null | undefined)?.port;
    },
    async start() {
      await stream.ensureTopics([topics.packets]);
      producer = await stream.producer();
      app = createApp({
        logger,
        ...(token !== undefined && { token }),
        maxBodyBytes: options.maxBodyBytes ?? 8 * 1_048_576,
      });
      const deliver = createDelivery({
        producer,
        logger,
        acknowledgeMs: options.acknowledgeMs ?? 10_000,
        maxWaitingBytes: options.maxWaitingBytes ?? 32 * 1_048_576,
      });
      addRoutes(app, { deliver, metrics });
      await app.listen({ port: options.port, host });
      if (token === undefined && !isLoopback(host)) {
        logger.warn({ host }, 'everybody who reaches the HTTP port may post packets: set INGEST_HTTP_TOKEN');
      }
    },
    async stop() {
      await app?.close();
      await producer?.stop();
      app = undefined;
      producer = undefined;
    },
  };
}

interface AppOptions {
  readonly logger: Logger;
  readonly token?: string;
  readonly maxBodyBytes: number;
}

/** Body parsers, the bearer token and answers to errors. */
function createApp({ logger, token, maxBodyBytes }: AppOptions): FastifyInstance {
  const app = Fastify({ bodyLimit: maxBodyBytes, forceCloseConnections: 'idle', requestTimeout: 60_000 });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    ['application/json', 'application/fhir+json'],
    { parseAs: 'string' },
    app.getDefaultJsonParser('error', 'error'),
  );
  app.addContentTypeParser(
    ['application/x-protobuf', 'application/protobuf'],
    { parseAs: 'buffer' },
    (_request, body, done) => {
      done(null, body);
    },
  );
  if (token !== undefined) {
    const isRight = bearerCheck(token);
    app.addHook('onRequest', async (request, reply) => {
      if (request.url === '/healthz' || isRight(request.headers.authorization)) return;
      void reply.header('www-authenticate', 'Bearer');
      await sendProblem(reply, {
        status: 401,
        detail: 'Expected the header "Authorization: Bearer" with the token.',
      });
    });
  }
  app.setErrorHandler(async (error: FastifyError, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) logger.error({ error: describeError(error) }, 'a post failed');
    await sendProblem(reply, {
      status,
      detail: status >= 500 ? 'This is a fault of the server.' : error.message,
    });
  });
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, {
      status: 404,
      detail: 'Expected POST to /v1/packets, /v1/fhir/Observation, /v1/fhir or /v1/polar, or GET /healthz.',
    }),
  );
  return app;
}
