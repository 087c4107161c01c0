import process from 'node:process';
import {
  bm3d,
  fastNonLocalMeans,
  gaussianFilter,
  medianFilter,
  openDenoiser,
  type GreyImage,
  type OpenDenoiserOptions,
} from '@beatwatch/denoiser';
import { ModelCoreError } from '@beatwatch/model-core';
import type { Contender, NoisySlice } from './contender.ts';

/** The network, in worker threads. */
export const ourNetwork = (threads: number): Promise<Contender> =>
  contenderOf(`Beatwatch's network, ${threads} threads`, { threads });

async function contenderOf(name: string, options: OpenDenoiserOptions): Promise<Contender> {
  const denoiser = await openDenoiser(options);
  return timed(
    name,
    async ({ image, pixelSpacingMm }) =>
      (await denoiser.denoise(image, { unit: 'hounsfield', pixelSpacingMm })).image,
    () => denoiser.dispose(),
  );
}

/** The same on a GPU; none where there is no GPU, which is said. */
export async function ourNetworkOnGpu(): Promise<readonly Contender[]> {
  try {
    return [await contenderOf("Beatwatch's network, GPU", { engine: 'webgpu' })];
  } catch (error) {
    if (!(error instanceof ModelCoreError)) throw error;
    console.error(`without webgpu: ${error.message}`);
    return [];
  }
}

/** The filters to compare the network with, in TypeScript, on one thread. */
export const ourFilters = (): readonly Contender[] => [
  timed('ours, median', ({ image }) => medianFilter(image, { radius: 1 })),
  timed('ours, Gaussian', ({ image }) => gaussianFilter(image, 0.5)),
  timed('ours, fast non-local means', ({ image, noiseSdHu }) =>
    fastNonLocalMeans(image, {
      patchSize: 5,
      searchRadius: 7,
      strength: 0.6 * noiseSdHu,
      noiseSigma: noiseSdHu,
    }),
  ),
  timed('ours, BM3D', ({ image, noiseSdHu }) => bm3d(image, { noiseSd: noiseSdHu })),
];

function timed(
  name: string,
  denoise: (slice: NoisySlice) => GreyImage | Promise<GreyImage>,
  close: () => Promise<void> = () => Promise.resolve(),
): Contender {
  return {
    name,
    run: async (slice) => {
      const [startedMs, cpuBefore] = [performance.now(), process.cpuUsage()];
      await denoise(slice);
      const { user, system } = process.cpuUsage(cpuBefore);
      return { ms: performance.now() - startedMs, cpuMs: (user + system) / 1000 };
    },
    close,
  };
}
