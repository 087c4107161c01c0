import type { AddressInfo } from 'node:net';
import { topics } from '@beatwatch/contracts';
import {
  isLoopback,
  type Logger,
  type ReadinessChecks,
  type ServerGuard,
  type Service,
} from '@beatwatch/service-kit';
import { addHealthRoutes, closeHttpApp, createHttpApp, statusOf } from '@beatwatch/service-kit/http';
import type { MessageStream, Producer } from '@beatwatch/stream';
import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { addFhirRoutes } from '../fhir/device-routes.ts';
import type { DeviceStore } from '../fhir/paired-devices.ts';
import { Storage } from '../storage.ts';
import { addAccess, isOpenToAll, type AccessOptions } from './access.ts';
import { createBodyReader, type BodyReader, type BodyReaderOptions } from './body-reader.ts';
import { createDelivery } from './delivery.ts';
import type { WardOf } from './key-limits.ts';
import { createHttpMetrics } from './metrics.ts';
import { addRoutes, retryAfterSeconds, type PostedBody } from './routes.ts';
import { addSpaceCheck } from './space-check.ts';
import type { WornDevices } from './worn-devices.ts';

export interface PacketServerOptions extends BodyReaderOptions, AccessOptions {
  readonly stream: MessageStream;
  readonly logger: Logger;
  readonly registry: Registry;
  /** Port to listen on; 0 takes any free port. */
  readonly port: number;
  /** Address to listen on. Default 127.0.0.1. */
  readonly host?: string;
  /** Whose requests are served. Default: those to this machine's own names. */
  readonly guard?: ServerGuard;
  /** The ward of a patient, for keys of wards. Default: nobody's is known. */
  readonly wardOf?: WardOf;
  /** Who wears the devices of packets without a patient. Default: nobody. */
  readonly worn?: WornDevices;
  /** Where devices and pairings are kept, for FHIR. Default: nowhere, and FHIR takes Observations alone. */
  readonly devices?: DeviceStore;
  /** Largest body. Default 8 MiB; a minute of twelve leads in FHIR takes about 3. */
  readonly maxBodyBytes?: number;
  /** Longest wait of a post for the broker before a 503. Default 10,000. */
  readonly acknowledgeMs?: number;
  /** Whether there is space for packets. Default: always. */
  readonly storage?: Storage;
  /** Most bytes of packets waiting for the broker. Default 32 MiB. */
  readonly maxWaitingBytes?: number;
  /** What has to hold for `/readyz` besides listening: that somebody takes the packets from the log. Default: nothing. */
  readonly checks?: ReadinessChecks;
}

export interface PacketServer extends Service {
  /** Port in use; undefined unless listening. */
  readonly port: number | undefined;
  /** Every route, with the scope that it asks for; of one that listens. */
  readonly routes: readonly ServedRoute[];
}

/** A route, and what a key has to be for. */
interface ServedRoute {
  readonly method: string;
  readonly path: string;
  /** Absent where the route is open to everybody, or says nothing. */
  readonly scope?: string;
  readonly isOpen: boolean;
}

/** Builds the server that accepts packets over HTTP and publishes them on `ecg.packets.v1` for ingest. */
export function buildPacketServer(options: PacketServerOptions): PacketServer {
  const { stream, logger, host = '127.0.0.1' } = options;
  const metrics = createHttpMetrics(options.registry);
  let producer: Producer | undefined;
  let app: FastifyInstance | undefined;
  let reader: BodyReader | undefined;
  let routes: ServedRoute[] = [];
  return {
    get routes() {
      return routes;
    },
    get port() {
      return (app?.server.address() as AddressInfo | null | undefined)?.port;
    },
    async start() {
      await stream.ensureTopics([topics.packets]);
      producer = await stream.producer();
      app = createPacketApp(options);
      routes = noteRoutes(app);
      addAccess(app, options);
      addSpaceCheck(app, options.storage ?? new Storage());
      const deliver = createDelivery({
        producer,
        logger,
        acknowledgeMs: options.acknowledgeMs ?? 10_000,
        maxWaitingBytes: options.maxWaitingBytes ?? 32 * 1_048_576,
      });
      reader = createBodyReader(options);
      const wardOf = options.wardOf ?? (() => Promise.resolve(undefined));
      addRoutes(app, { reader, deliver, metrics, wardOf, worn: options.worn });
      if (options.devices !== undefined) addFhirRoutes(app, options.devices);
      addHealthRoutes(app, {
        checks: { listening: () => app?.server.listening === true, ...options.checks },
      });
      await app.listen({ port: options.port, host });
      if (isOpenToAll(options) && !isLoopback(host)) {
        logger.warn({ host }, 'anyone who reaches the HTTP port may post packets; set SIGN_IN=required');
      }
    },
    async stop() {
      if (app !== undefined) await closeHttpApp(app);
      await reader?.stop();
      await producer?.stop();
      app = undefined;
      producer = undefined;
    },
  };
}

/** @returns the routes that are added from now on */
function noteRoutes(app: FastifyInstance): ServedRoute[] {
  const routes: ServedRoute[] = [];
  app.addHook('onRoute', ({ method, url, config }) => {
    const scope = config?.scope;
    for (const one of [method].flat()) {
      routes.push({
        method: one,
        path: url,
        ...(scope !== undefined && { scope }),
        isOpen: config?.open === true,
      });
    }
  });
  return routes;
}

function createPacketApp({
  logger,
  guard,
  maxBodyBytes = 8 * 1_048_576,
}: PacketServerOptions): FastifyInstance {
  const app = createHttpApp({
    logger,
    notFound:
      'Expected POST to /v1/packets, /v1/fhir/Observation, /v1/fhir or /v1/polar, /v1/fhir/Device, or GET /healthz or /readyz.',
    guard,
    server: { bodyLimit: maxBodyBytes },
    retryAfterSecondsOf: (error) => (statusOf(error) === 503 ? retryAfterSeconds : undefined),
  });
  app.removeAllContentTypeParsers();
  // Only taken here: what it costs to parse is for the reader to bound.
  const take = (types: string[], isProtobuf: boolean): void => {
    app.addContentTypeParser<Buffer>(types, { parseAs: 'buffer' }, (_request, bytes, done) => {
      done(null, { bytes, isProtobuf } satisfies PostedBody);
    });
  };
  take(['application/json', 'application/fhir+json'], false);
  take(['application/x-protobuf', 'application/protobuf'], true);
  return app;
}
