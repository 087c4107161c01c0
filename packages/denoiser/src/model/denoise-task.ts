import { openDevice } from '@beatwatch/model-core';
import type { GreyImage } from '../images/grey-image.ts';
import type { NetworkPass } from '../network/run-network.ts';
import { findCtNoise, type FindNoiseOptions, type FoundNoise } from '../slices/denoise-ct-slice.ts';
import { findGreyNoise } from '../slices/denoise-grey-image.ts';
import { createWebgpuPass } from '../webgpu/webgpu-pass.ts';
import {
  tryDenoiserEngines,
  type DenoiserEngine,
  type DenoiserTrial,
  type DenoiserTrialOptions,
} from './engine-trials.ts';
import { createNetworkPass } from './network-pass.ts';
import type { DenoiserModel, DenoiserName } from './denoiser-model.ts';

/** Data that a worker thread starts with. */
export interface DenoiseWorkerData {
  readonly models: Readonly<Record<DenoiserName, DenoiserModel>>;
  /** Threads inside one image's operators. */
  readonly threads: number;
}

/** Request to a worker thread. */
export interface DenoiseTask {
  readonly name: DenoiserName;
  readonly engine: DenoiserEngine;
  readonly image: GreyImage;
  readonly options: FindNoiseOptions;
}

export interface DenoiseResult extends FoundNoise {
  /** Why the GPU failed: then the noise was found by `onnx`. */
  readonly gpuFailure?: string;
}

export interface DenoiseTasks {
  readonly denoise: (task: DenoiseTask) => Promise<DenoiseResult>;
  readonly tryEngines: (options: Pick<DenoiserTrialOptions, 'measure'>) => Promise<readonly DenoiserTrial[]>;
}

type FindNoise = (image: GreyImage, options: FindNoiseOptions) => Promise<FoundNoise>;

const finders: Readonly<Record<DenoiserName, typeof findCtNoise>> = { ct: findCtNoise, grey: findGreyNoise };

/**
 * Runs tasks; opens a network's session, and the GPU, with its first image.
 * @param openGpu default: the fastest GPU
 */
export function denoiseTasks(
  { models, threads }: DenoiseWorkerData,
  openGpu: () => Promise<GPUDevice> = openDevice,
): DenoiseTasks {
  let device: Promise<GPUDevice> | undefined;
  const gpu = (): Promise<GPUDevice> => (device ??= openGpu());
  const passBy = async (engine: DenoiserEngine, model: DenoiserModel): Promise<NetworkPass> => {
    const { network, parameters, bytes } = model;
    if (engine === 'onnx') return createNetworkPass(network, parameters, threads, bytes);
    return createWebgpuPass(await gpu(), network, parameters);
  };
  const open = async (engine: DenoiserEngine, name: DenoiserName): Promise<FindNoise> => {
    const { name: trainedFor, network, metrics } = models[name];
    const pass = await passBy(engine, models[name]);
    const { removedShare } = metrics;
    const known = removedShare === undefined ? {} : { removedShare };
    return (image, options) => finders[trainedFor](network, pass, image, { ...options, ...known });
  };
  const opened = new Map<string, Promise<FindNoise>>();
  const find = async (engine: DenoiserEngine, { name, image, options }: DenoiseTask): Promise<FoundNoise> => {
    const key = `${engine} ${name}`;
    const finder = opened.get(key) ?? open(engine, name);
    opened.set(key, finder);
    return (await finder)(image, options);
  };
  return {
    denoise: async (task) => {
      if (task.engine === 'onnx') return find('onnx', task);
      try {
        return await find(task.engine, task);
      } catch (error) {
        const gpuFailure = error instanceof Error ? error.message : String(error);
        // The whole image again: every tile of it by the same engine.
        return { ...(await find('onnx', task)), gpuFailure };
      }
    },
    tryEngines: ({ measure }) => tryDenoiserEngines(models.ct, { threads, openGpu: gpu, measure }),
  };
}
