import type { GreyImage } from '../images/grey-image.ts';
import type { NetworkPass } from '../network/run-network.ts';
import { findCtNoise, type FindNoiseOptions, type FoundNoise } from '../slices/denoise-ct-slice.ts';
import { findGreyNoise } from '../slices/denoise-grey-image.ts';
import { createNetworkPass } from './network-pass.ts';
import { loadDenoiserModel, type DenoiserName } from './denoiser-model.ts';

/** What a worker thread is asked. */
export interface DenoiseTask {
  /** Where the network's files lie. */
  readonly directory: string;
  readonly threads: number;
  readonly image: GreyImage;
  readonly options: FindNoiseOptions;
}

type FindNoise = (image: GreyImage, options: FindNoiseOptions) => Promise<FoundNoise>;

/** Networks that this thread has read, by directory. */
const networks = new Map<string, Promise<FindNoise>>();

export async function runDenoiseTask({
  directory,
  threads,
  image,
  options,
}: DenoiseTask): Promise<FoundNoise> {
  let network = networks.get(directory);
  if (network === undefined) {
    network = openNetwork(directory, threads);
    networks.set(directory, network);
  }
  return (await network)(image, options);
}

async function openNetwork(directory: string, threads: number): Promise<FindNoise> {
  const { name, network, parameters, metrics } = await loadDenoiserModel(directory);
  const pass: NetworkPass = await createNetworkPass(network, parameters, threads);
  const find = finders[name];
  const { removedShare } = metrics;
  const known = removedShare === undefined ? {} : { removedShare };
  return (image, options) => find(network, pass, image, { ...options, ...known });
}

const finders: Readonly<Record<DenoiserName, typeof findCtNoise>> = { ct: findCtNoise, grey: findGreyNoise };
