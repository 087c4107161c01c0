import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { DenoisedImage, Denoiser, DenoiseOptions } from '../denoiser.ts';
import { DenoiserError, requirePositive } from '../errors.ts';
import { requireGreyImage, type GreyImage } from '../images/grey-image.ts';
import type { FoundNoise } from '../slices/denoise-ct-slice.ts';
import type { DenoiseTask, DenoiseWorkerData } from './denoise-task.ts';
import { loadDenoiserModel, pretrainedDenoiserDirectory, type DenoiserName } from './denoiser-model.ts';

export interface OpenDenoiserOptions {
  /** Images denoised at the same time, one thread each; 1 or more. Default 1. */
  readonly workers?: number;
  /** Threads inside one image's operators, 1 or more. Default 2; with several workers 1. */
  readonly threads?: number;
  /** Directory of the networks. Default: those that come with Beatwatch. */
  readonly directories?: Readonly<Partial<Record<DenoiserName, string>>>;
}

const workerEntry = fileURLToPath(new URL('denoise-worker-start.mjs', import.meta.url));

/**
 * Opens the denoiser with its trained networks; it runs in worker threads.
 * @throws DenoiserError (`unsuitable-model`) where a network's files are missing or broken
 */
export async function openDenoiser(options: OpenDenoiserOptions = {}): Promise<Denoiser> {
  const { workers = 1, threads = workers > 1 ? 1 : 2 } = options;
  const modelOf = (name: DenoiserName) =>
    loadDenoiserModel(options.directories?.[name] ?? pretrainedDenoiserDirectory(name));
  const models = { ct: await modelOf('ct'), grey: await modelOf('grey') };
  const data: DenoiseWorkerData = { models, threads };
  const pool = new Piscina<DenoiseTask, FoundNoise>({
    filename: workerEntry,
    minThreads: workers,
    maxThreads: workers,
    workerData: data,
    // The worker registers its own loader, whichever one this thread uses.
    execArgv: [],
  });
  return {
    modelVersion: `${models.ct.version}+${models.grey.version}`,
    denoise: async (image, denoiseOptions = {}) => {
      requireDenoisable(image, denoiseOptions);
      const { unit, noiseSd, pixelSpacingMm, padding, signal } = denoiseOptions;
      const task: DenoiseTask = {
        name: unit === 'hounsfield' ? 'ct' : 'grey',
        image,
        options: {
          ...(noiseSd !== undefined && { noiseSd }),
          ...(pixelSpacingMm !== undefined && { pixelSpacingMm }),
          ...(padding !== undefined && { padding }),
        },
      };
      return without(image, await runInPool(pool, task, signal), denoiseOptions);
    },
    dispose: () => pool.destroy(),
  };
}

async function runInPool(
  pool: Piscina<DenoiseTask, FoundNoise>,
  task: DenoiseTask,
  signal: AbortSignal | undefined,
): Promise<FoundNoise> {
  try {
    return await pool.run(task, signal === undefined ? {} : { signal });
  } catch (cause) {
    if (signal?.aborted === true)
      throw new DenoiserError('denoising was cancelled', { code: 'cancelled', cause });
    throw cause;
  }
}

/** The image minus the noise; padding keeps its values. */
function without(
  image: GreyImage,
  { noise, noiseSd }: FoundNoise,
  { strength = 1, padding }: DenoiseOptions,
): DenoisedImage {
  const values = image.values.map((value, pixel) =>
    padding?.[pixel] === 1 ? value : value - strength * (noise[pixel] ?? 0),
  );
  return { image: { ...image, values }, noiseSd };
}

function requireDenoisable(image: GreyImage, options: DenoiseOptions): void {
  requireGreyImage(image);
  const { strength = 1, noiseSd = 1, pixelSpacingMm = 1, padding } = options;
  if (!(strength >= 0 && strength <= 1)) refuse('strength', strength, 'a number from 0 to 1');
  requirePositive('noiseSd', noiseSd);
  requirePositive('pixelSpacingMm', pixelSpacingMm);
  if (padding !== undefined && padding.length !== image.values.length)
    refuse('padding', padding.length, `${image.values.length} values, one a pixel`);
}

function refuse(field: string, found: number, expected: string): never {
  throw new DenoiserError(
    { field, found, expected },
    {
      code: 'invalid-argument',
    },
  );
}
