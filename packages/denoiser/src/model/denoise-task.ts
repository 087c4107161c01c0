import type { GreyImage } from '../images/grey-image.ts';
import { findCtNoise, type FindNoiseOptions, type FoundNoise } from '../slices/denoise-ct-slice.ts';
import { findGreyNoise } from '../slices/denoise-grey-image.ts';
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
  readonly image: GreyImage;
  readonly options: FindNoiseOptions;
}

type FindNoise = (image: GreyImage, options: FindNoiseOptions) => Promise<FoundNoise>;

const finders: Readonly<Record<DenoiserName, typeof findCtNoise>> = { ct: findCtNoise, grey: findGreyNoise };

/** Runs tasks; opens a network's session with its first image. */
export function denoiseTasks({
  models,
  threads,
}: DenoiseWorkerData): (task: DenoiseTask) => Promise<FoundNoise> {
  const open = async (name: DenoiserName): Promise<FindNoise> => {
    const { name: trainedFor, network, parameters, metrics, bytes } = models[name];
    const pass = await createNetworkPass(network, parameters, threads, bytes);
    const { removedShare } = metrics;
    const known = removedShare === undefined ? {} : { removedShare };
    return (image, options) => finders[trainedFor](network, pass, image, { ...options, ...known });
  };
  const opened = new Map<DenoiserName, Promise<FindNoise>>();
  return async ({ name, image, options }) => {
    const find = opened.get(name) ?? open(name);
    opened.set(name, find);
    return (await find)(image, options);
  };
}
