import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDevice, relativeDifference } from '@beatwatch/model-core';
import { createSeededRandom } from '@beatwatch/statistics';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  softwareDeviceMissing,
  useSoftwareDevice,
} from '../../../model-core/src/webgpu/software-device-for-tests.ts';
import {
  loadDenoiserModel,
  pretrainedDenoiserDirectory,
  saveDenoiserModel,
} from '../model/denoiser-model.ts';
import { denoiseTasks } from '../model/denoise-task.ts';
import { createNetworkPass } from '../model/network-pass.ts';
import { openDenoiser } from '../model/open-denoiser.ts';
import { inputChannels } from '../network/network-input.ts';
import { smallNetwork, smallParameters } from '../network/network-for-tests.ts';
import { createWebgpuPass } from './webgpu-pass.ts';

const tileOf = (columns: number, rows: number) => ({ left: 0, top: 0, width: 2 * columns, height: 2 * rows });

function planesOf({ width, height }: ReturnType<typeof tileOf>): Float32Array {
  const random = createSeededRandom(width);
  return Float32Array.from({ length: (inputChannels * width * height) / 4 }, () => random.normal());
}

// A processor that plays a GPU, beside other tests.
const timeout = 600_000;

describe.skipIf(softwareDeviceMissing)(
  `the network on a software device ${softwareDeviceMissing ?? ''}`,
  { timeout },
  () => {
    let device: GPUDevice;

    beforeAll(async () => {
      useSoftwareDevice();
      device = await openDevice();
    }, timeout);
    afterAll(() => {
      device.destroy();
      vi.unstubAllEnvs();
    });

    // Channels, rows and columns on both sides of what a workgroup computes.
    it('finds what onnxruntime finds, in tiles of several sizes one after the other', async () => {
      const network = { ...smallNetwork, widths: [36, 6, 9] };
      const parameters = smallParameters(3, network);
      const byGpu = createWebgpuPass(device, network, parameters);
      const byCpu = await createNetworkPass(network, parameters, 1);
      const tiles = [tileOf(20, 12), tileOf(4, 4), tileOf(20, 12)];
      const found = await Promise.all(tiles.map((tile) => byGpu(planesOf(tile), tile)));
      for (const [index, tile] of tiles.entries())
        expect(relativeDifference(found[index]!, await byCpu(planesOf(tile), tile))).toBeLessThan(1e-5);
    });

    it('fails what is under way and everything later once the device is lost', async () => {
      const own = await openDevice();
      const pass = createWebgpuPass(own, smallNetwork, smallParameters(1));
      const tile = tileOf(8, 8);
      const pending = [pass(planesOf(tile), tile), pass(planesOf(tile), tile)];
      own.destroy();
      for (const { status } of await Promise.allSettled(pending)) expect(status).toBe('rejected');
      await expect(pass(planesOf(tile), tile)).rejects.toThrow('the GPU was lost');
    });

    it('has an image whose GPU is lost denoised by onnx, and says why', async () => {
      const { bytes: _, ...ct } = await loadDenoiserModel(pretrainedDenoiserDirectory('ct'));
      const gpu = await openDevice();
      const open = vi.fn(() => Promise.resolve(gpu));
      const tasks = denoiseTasks({ models: { ct, grey: ct }, threads: 1 }, open);
      const random = createSeededRandom(4);
      const image = {
        width: 40,
        height: 24,
        values: Float32Array.from({ length: 40 * 24 }, () => 30 + 20 * random.normal()),
      };
      const task = { name: 'ct', image, options: { pixelSpacingMm: 0.7 } } as const;
      const byCpu = await tasks.denoise({ ...task, engine: 'onnx' });
      const byGpu = await tasks.denoise({ ...task, engine: 'webgpu' });
      gpu.destroy();
      const afterwards = await tasks.denoise({ ...task, engine: 'webgpu' });
      // In HU.
      expect(byGpu.noise.every((value, at) => Math.abs(value - byCpu.noise[at]!) < 1e-3)).toBe(true);
      expect(byGpu.noise).not.toEqual(byCpu.noise);
      expect(byGpu.gpuFailure).toBeUndefined();
      expect(afterwards.noise).toEqual(byCpu.noise);
      expect(afterwards.gpuFailure).toContain('the GPU was lost');
      expect(open).toHaveBeenCalledOnce();
    });

    it('is compared with onnxruntime, then denoises in worker threads', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'beatwatch-denoiser-'));
      try {
        const { training, metrics } = await loadDenoiserModel(pretrainedDenoiserDirectory('grey'));
        for (const name of ['ct', 'grey'] as const)
          await saveDenoiserModel(join(folder, name), {
            ...{ name, training, metrics, network: smallNetwork, parameters: smallParameters(2) },
          });
        const directories = { ct: join(folder, 'ct'), grey: join(folder, 'grey') };
        const byGpu = await openDenoiser({ directories, engine: 'webgpu' });
        const image = { width: 9, height: 5, values: Float32Array.from({ length: 45 }, (_, at) => at % 7) };
        const found = await byGpu.denoise(image);
        await byGpu.dispose();
        const ct = await loadDenoiserModel(directories.ct);
        const grey = await loadDenoiserModel(directories.grey);
        const { noise } = await denoiseTasks({ models: { ct, grey }, threads: 1 }).denoise({
          ...{ name: 'grey', engine: 'onnx', image, options: {} },
        });
        for (const [at, value] of found.image.values.entries())
          expect(Math.abs(image.values[at]! - noise[at]! - value)).toBeLessThan(1e-3);
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  },
);
