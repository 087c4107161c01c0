import type { AddressInfo } from 'node:net';
import type { Denoiser } from '@beatwatch/denoiser';
import { describeError, type Logger, type ServerGuard, type Service } from '@beatwatch/service-kit';
import { closeHttpApp } from '@beatwatch/service-kit/http';
import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { createApp } from './app.ts';
import { requireKeysBeyondThisMachine } from './config.ts';
import { addDenoiseRoute } from './denoise/routes.ts';
import { Denoising } from './denoise/denoising.ts';
import { InstanceStore } from './dicomweb/instance-store.ts';
import { addQueryRoutes } from './dicomweb/query-routes.ts';
import { addRetrieveRoutes } from './dicomweb/retrieve-routes.ts';
import { addStateRoute } from './dicomweb/state-route.ts';
import { addStoreRoutes } from './dicomweb/store-routes.ts';
import { addStateRoutes } from './health-routes.ts';
import { readKeys } from './keys/key-file.ts';
import { keyRingOf } from './keys/key-ring.ts';
import { defaultLimits, type ApiLimits } from './limits/limits.ts';
import { MemoryBudget } from './limits/memory-budget.ts';
import { WorkQueue } from './limits/work-queue.ts';
import { addGauges, createApiMetrics } from './metrics.ts';
import { addOpenApiRoute } from './openapi/document.ts';
import { JobStore } from './jobs/job-store.ts';
import { addJobRoutes } from './jobs/routes.ts';
import { Semaphore } from './limits/semaphore.ts';
import { Forwarder, type ForwardTarget } from './dicomweb/forward.ts';
import { EncryptedStore } from './storage/encrypted-store.ts';

export interface DenoiseApiOptions {
  /** Not disposed of by `stop`. */
  readonly denoiser: Denoiser;
  readonly logger: Logger;
  readonly registry: Registry;
  /** 0 takes any free port. */
  readonly port: number;
  /** Address to listen on. Default 127.0.0.1; any other one requires `keysFile`. */
  readonly host?: string;
  /** Whose requests are served. Default: those to this machine's own names. */
  readonly guard?: ServerGuard;
  /** File of API keys. Default: no key is required. */
  readonly keysFile?: string;
  /** Folder for encrypted jobs and results; not shared with another server. */
  readonly workDir: string;
  /** How long results are kept, milliseconds. Default 3,600,000. */
  readonly resultTtlMs?: number;
  /** Files denoised at the same time. Default 1: the network uses every core for one. */
  readonly concurrency?: number;
  readonly limits?: Partial<ApiLimits>;
  /** DICOMweb server to which every DICOM result is forwarded. Default: none. */
  readonly forward?: ForwardTarget;
  /** How long `stop` waits for requests under way, milliseconds. Default 10,000. */
  readonly stopGraceMs?: number;
  /** Address that clients use, behind a proxy. Default: the one that the request was sent to. */
  readonly publicUrl?: string;
}

export interface DenoiseApi extends Service {
  /** Undefined while it does not listen. */
  readonly port: number | undefined;
  /** For requests without a socket; undefined while it does not run. */
  readonly app: FastifyInstance | undefined;
}

const defaultResultTtlMs = 3_600_000;

/** Serves the denoiser over HTTP: single files, jobs and DICOMweb. */
export function buildDenoiseApi(options: DenoiseApiOptions): DenoiseApi {
  const { logger, registry, host = '127.0.0.1', keysFile, publicUrl } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const metrics = createApiMetrics(registry);
  const memory = new MemoryBudget(limits.maxMemoryBytes);
  const queue = new WorkQueue({
    concurrency: options.concurrency ?? 1,
    maxWaiting: limits.maxWaiting,
    now: () => performance.now(),
  });
  const jobSemaphore = new Semaphore(limits.maxUnfinishedJobs, () => queue.retryAfterSeconds());
  const forwarder =
    options.forward === undefined ? undefined : new Forwarder({ target: options.forward, metrics, logger });
  let running:
    | {
        readonly app: FastifyInstance;
        readonly encryptedStore: EncryptedStore;
        readonly jobs: JobStore;
        readonly instances: InstanceStore;
        readonly closing: AbortController;
      }
    | undefined;
  addGauges(registry, {
    waiting: () => queue.waiting,
    running: () => queue.running,
    unfinishedJobs: () => jobSemaphore.taken,
    memoryBytes: () => memory.heldBytes,
    storedBytes: () => running?.encryptedStore.storedBytes ?? 0,
    forwardsWaiting: () => forwarder?.waiting ?? 0,
  });
  return {
    get port() {
      return (running?.app.server.address() as AddressInfo | null | undefined)?.port;
    },
    get app() {
      return running?.app;
    },
    async start() {
      requireKeysBeyondThisMachine(host, keysFile);
      if (keysFile !== undefined) await readKeys(keysFile);
      const encryptedStore = await EncryptedStore.open(options.workDir, limits.maxStoredBytes);
      const now = (): Date => new Date();
      const denoising = new Denoising({ denoiser: options.denoiser, queue, limits, metrics, now });
      const { resultTtlMs = defaultResultTtlMs } = options;
      const jobs = new JobStore({ denoising, encryptedStore, forwarder, logger, resultTtlMs, now });
      const instances = new InstanceStore({ resultTtlMs, now });
      const closing = new AbortController();
      const keys = keysFile === undefined ? undefined : keyRingOf(keysFile, reportUnreadable);
      const app = await createApp({
        logger,
        guard: options.guard,
        metrics,
        limits,
        keys,
        closing: closing.signal,
        addRoutes: (to) => {
          addDenoiseRoute(to, { denoising, limits, memory });
          addJobRoutes(to, { jobs, jobSemaphore, encryptedStore, limits, closing: closing.signal });
          addStoreRoutes(to, {
            denoising,
            encryptedStore,
            instances,
            forwarder,
            jobSemaphore,
            limits,
            publicUrl,
            onFault,
          });
          addQueryRoutes(to, { instances, publicUrl });
          addRetrieveRoutes(to, { instances, publicUrl });
          addStateRoute(to, instances);
          addStateRoutes(to, { registry, closing: closing.signal });
          addOpenApiRoute(to);
        },
      });
      running = { app, encryptedStore, jobs, instances, closing };
      await app.listen({ port: options.port, host });
      if (keys === undefined) logger.info({ host }, 'no API keys: every user of this machine has access');
    },
    async stop() {
      const ending = running;
      running = undefined;
      if (ending === undefined) return;
      ending.closing.abort();
      await closeHttpApp(ending.app, options.stopGraceMs);
      await ending.jobs.close();
      await ending.instances.close();
      forwarder?.stop();
      await ending.encryptedStore.close();
    },
  };

  function onFault(error: unknown): void {
    logger.error({ error: describeError(error) }, 'denoising an instance failed');
  }

  function reportUnreadable(error: unknown): void {
    logger.error({ error: describeError(error) }, 'API keys cannot be read: every request is refused');
  }
}
