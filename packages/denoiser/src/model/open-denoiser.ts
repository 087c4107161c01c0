import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { DenoisedImage, Denoiser, DenoiseOptions } from '../denoiser.ts';
import { ModelCoreError } from '@beatwatch/model-core';
import { DenoiserError, requirePositive } from '../errors.ts';
import { requireGreyImage, type GreyImage } from '../images/grey-image.ts';
import type { DenoiseResult, DenoiseTask, DenoiseTasks, DenoiseWorkerData } from './denoise-task.ts';
import { fasterEngine, type DenoiserEngine, type DenoiserTrial } from './engine-trials.ts';
import { loadDenoiserModel, pretrainedDenoiserDirectory, type DenoiserName } from './denoiser-model.ts';

export interface OpenDenoiserOptions {
  /** Images denoised at the same time, one thread each; 1 or more. Default 1. */
  readonly workers?: number;
  /** Threads inside one image's operators, 1 or more. Default 2; with several workers 1. */
  readonly threads?: number;
  /**
   * What computes the networks; `auto` tries both and takes the GPU where it agrees and is faster. A GPU that fails later is replaced by
   * `onnx` for good, and no image is lost. Default `onnx`.
   */
  readonly engine?: DenoiserEngine | 'auto';
  /** Called with what `auto` found and took. */
  readonly onTrials?: (trials: readonly DenoiserTrial[], chosen: DenoiserEngine) => void;
  /** Called once, where the GPU fails and `onnx` takes over. */
  readonly onGpuFailure?: (reason: string) => void;
  /** Directory of the networks. Default: those that come with Beatwatch. */
  readonly directories?: Readonly<Partial<Record<DenoiserName, string>>>;
}

const workerEntry = fileURLToPath(new URL('denoise-worker-start.mjs', import.meta.url));

/**
 * Opens the denoiser with its trained networks; it runs in worker threads.
 * @throws DenoiserError (`unsuitable-model`) where a network's files are missing or broken; ModelCoreError (`engine-failed`), with what to
 * do, where `webgpu` is asked for and has no GPU, or finds another noise there
 */
export async function openDenoiser(options: OpenDenoiserOptions = {}): Promise<Denoiser> {
  const { workers = 1, threads = workers > 1 ? 1 : 2 } = options;
  const modelOf = (name: DenoiserName) =>
    loadDenoiserModel(options.directories?.[name] ?? pretrainedDenoiserDirectory(name));
  const models = { ct: await modelOf('ct'), grey: await modelOf('grey') };
  const data: DenoiseWorkerData = { models, threads };
  const pool = new Piscina<DenoiseTask, DenoiseResult>({
    filename: workerEntry,
    minThreads: workers,
    maxThreads: workers,
    workerData: data,
    // The worker registers its own loader, whichever one this thread uses.
    execArgv: [],
  });
  let engine = await chosenEngine(pool, options).catch(async (error: unknown) => {
    await pool.destroy();
    throw error;
  });
  return {
    modelVersion: `${models.ct.version}+${models.grey.version}`,
    denoise: async (image, denoiseOptions = {}) => {
      requireDenoisable(image, denoiseOptions);
      const { unit, noiseSd, pixelSpacingMm, padding, signal } = denoiseOptions;
      const task: DenoiseTask = {
        name: unit === 'hounsfield' ? 'ct' : 'grey',
        engine,
        image,
        options: {
          ...(noiseSd !== undefined && { noiseSd }),
          ...(pixelSpacingMm !== undefined && { pixelSpacingMm }),
          ...(padding !== undefined && { padding }),
        },
      };
      const found = await runInPool(pool, task, signal);
      // Of several images whose GPU fails the first one changes the engine.
      if (found.gpuFailure !== undefined && engine !== 'onnx') {
        engine = 'onnx';
        options.onGpuFailure?.(found.gpuFailure);
      }
      return without(image, found, denoiseOptions);
    },
    dispose: () => pool.destroy(),
  };
}

async function chosenEngine(
  pool: Piscina<DenoiseTask, DenoiseResult>,
  { engine = 'onnx', onTrials }: OpenDenoiserOptions,
): Promise<DenoiserEngine> {
  if (engine === 'onnx') return engine;
  const trials = await runTrials(pool, { measure: engine === 'auto' });
  if (engine === 'auto') {
    const chosen = fasterEngine(trials);
    onTrials?.(trials, chosen);
    return chosen;
  }
  const trial = trials.find((one) => one.engine === engine);
  if (trial?.outcome === 'agrees') return engine;
  throw new ModelCoreError(
    trial?.reason ?? { field: 'noise by webgpu', found: trial?.largestError, expected: 'that of onnx' },
    { code: 'engine-failed' },
  );
}

/** The pool's type is that of its other function. */
const runTrials = (
  pool: Pick<Piscina, 'run'>,
  options: Parameters<DenoiseTasks['tryEngines']>[0],
): ReturnType<DenoiseTasks['tryEngines']> => pool.run(options, { name: 'tryEngines' });

async function runInPool(
  pool: Piscina<DenoiseTask, DenoiseResult>,
  task: DenoiseTask,
  signal: AbortSignal | undefined,
): Promise<DenoiseResult> {
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
  { noise, noiseSd }: DenoiseResult,
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
