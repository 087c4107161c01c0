import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { medianFilter, type Denoiser, type DenoiseOptions } from '@beatwatch/denoiser';
import { createLogger, createRegistry } from '@beatwatch/service-kit';
import type { FastifyInstance } from 'fastify';
import { buildDenoiseApi, type DenoiseApiOptions } from '../server.ts';

export interface TestApi {
  readonly app: FastifyInstance;
  readonly url: string;
  /** Folder of encrypted jobs and results. */
  readonly workDir: string;
  readonly stop: () => Promise<void>;
}

/** A median filter instead of the network, which has tests of its own. */
const medianDenoiser: Denoiser = {
  modelVersion: 'median-3',
  denoise: (image, { noiseSd = 12.5, signal }: DenoiseOptions = {}) => {
    signal?.throwIfAborted();
    return Promise.resolve({ image: medianFilter(image, { radius: 1 }), noiseSd });
  },
  dispose: () => Promise.resolve(),
};

/** A denoiser that blocks at each image until `letOn` is called. */
export function heldDenoiser(): Denoiser & { readonly letOn: () => void; readonly entered: () => number } {
  let letOn = (): void => undefined;
  let entered = 0;
  const open = new Promise<void>((resolve) => {
    letOn = resolve;
  });
  return {
    ...medianDenoiser,
    denoise: async (image, options) => {
      entered += 1;
      await open;
      return medianDenoiser.denoise(image, options);
    },
    letOn: () => {
      letOn();
    },
    entered: () => entered,
  };
}

/** Current value of a metric, by its name and labels besides `app`; undefined where it is missing. */
export async function metricOf({ app }: TestApi, name: string): Promise<number | undefined> {
  const lines = (await app.inject('/metrics')).body.split('\n');
  const found = lines.find((line) => line.startsWith(`${name}{`));
  return found === undefined ? undefined : Number(found.split(' ').at(-1));
}

/** The whole server on a free port, with a temporary folder. */
export async function startTestApi(options: Partial<DenoiseApiOptions> = {}): Promise<TestApi> {
  const workDir = await mkdtemp(join(tmpdir(), 'beatwatch-denoise-api-'));
  const api = buildDenoiseApi({
    denoiser: medianDenoiser,
    logger: createLogger('test', 'silent'),
    registry: createRegistry('test'),
    port: 0,
    workDir,
    ...options,
  });
  await api.start();
  const { app, port } = api;
  if (app === undefined || port === undefined) throw new Error('the server does not listen');
  return {
    app,
    url: `http://127.0.0.1:${port}`,
    workDir,
    stop: async () => {
      await api.stop();
      await rm(workDir, { recursive: true, force: true });
    },
  };
}
