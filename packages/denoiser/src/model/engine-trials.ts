import { relativeDifference } from '@beatwatch/model-core';
import { createSeededRandom } from '@beatwatch/statistics';
import { inputChannels } from '../network/network-input.ts';
import { unshuffledSide } from '../network/residual-network.ts';
import type { NetworkPass } from '../network/run-network.ts';
import { createWebgpuPass } from '../webgpu/webgpu-pass.ts';
import type { DenoiserModel } from './denoiser-model.ts';
import { createNetworkPass } from './network-pass.ts';

/** What computes the network: onnxruntime on the CPU, or kernels of our own on any GPU. */
export const denoiserEngines = ['onnx', 'webgpu'] as const;
export type DenoiserEngine = (typeof denoiserEngines)[number];

/** What came of trying an engine. */
export interface DenoiserTrial {
  readonly engine: DenoiserEngine;
  readonly outcome: 'agrees' | 'differs' | 'unavailable';
  /** Largest difference from onnxruntime's 32-bit floats, relative to the largest number. */
  readonly largestError?: number;
  /** Of one tile. */
  readonly ms?: number;
  /** Why it is unavailable. */
  readonly reason?: string;
}

/** Largest difference between engines, relative to the largest number: 0.003 HU where the noise is 30 HU. */
const tolerance = 1e-4;
/** Another engine than `onnx` has to be faster by it. */
const worthwhile = 1.2;
/** Sides of the tiles: one to compare, one whose time is taken. */
const [comparedSide, measuredSide] = [64, 256];

export interface DenoiserTrialOptions {
  /** Of onnxruntime, inside one operator. */
  readonly threads: number;
  readonly openGpu: () => Promise<GPUDevice>;
  /** Whether the time of a larger tile is taken, too. The first run prepares; the next one counts. */
  readonly measure: boolean;
}

/**
 * Tries both engines with random numbers: whether the GPU finds the same noise, and which is faster. `onnx` is timed as it would run
 * later, with bytes where the network has ranges for them.
 */
export async function tryDenoiserEngines(
  { network, parameters, bytes }: DenoiserModel,
  { threads, openGpu, measure }: DenoiserTrialOptions,
): Promise<readonly DenoiserTrial[]> {
  const timed = async (pass: NetworkPass) => (measure ? { ms: await msOf(pass) } : {});
  const floats = await createNetworkPass(network, parameters, threads);
  const expected = await floats(...tileOf(comparedSide));
  const onnx =
    !measure || bytes === undefined ? floats : await createNetworkPass(network, parameters, threads, bytes);
  const trials: DenoiserTrial[] = [{ engine: 'onnx', outcome: 'agrees', ...(await timed(onnx)) }];
  try {
    const webgpu = createWebgpuPass(await openGpu(), network, parameters);
    const largestError = relativeDifference(await webgpu(...tileOf(comparedSide)), expected);
    const outcome = largestError <= tolerance ? 'agrees' : 'differs';
    trials.push({ engine: 'webgpu', outcome, largestError, ...(await timed(webgpu)) });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    trials.push({ engine: 'webgpu', outcome: 'unavailable', reason });
  }
  return trials;
}

function tileOf(side: number): Parameters<NetworkPass> {
  const random = createSeededRandom(side);
  const length = inputChannels * (side / unshuffledSide) ** 2;
  const planes = Float32Array.from({ length }, () => random.normal());
  return [planes, { left: 0, top: 0, width: side, height: side }];
}

/** The faster engine of those that agree; `onnx` unless the other is a fifth faster. */
export function fasterEngine(trials: readonly DenoiserTrial[]): DenoiserEngine {
  const msBy = (wanted: DenoiserEngine): number =>
    trials.find(({ engine, outcome }) => engine === wanted && outcome === 'agrees')?.ms ?? Infinity;
  return msBy('webgpu') * worthwhile < msBy('onnx') ? 'webgpu' : 'onnx';
}

async function msOf(pass: NetworkPass): Promise<number> {
  const tile = tileOf(measuredSide);
  await pass(...tile);
  const beganMs = performance.now();
  await pass(...tile);
  return performance.now() - beganMs;
}
