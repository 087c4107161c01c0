import { bufferUsage as usage, mapRead, openErrorScopes, type Parameters } from '@beatwatch/model-core';
import type { Tile } from '../network/network-input.ts';
import { outputChannels, unshuffledSide, type ResidualNetwork } from '../network/residual-network.ts';
import type { NetworkPass } from '../network/run-network.ts';
import { NetworkKernels, type PreparedNetwork } from './network-kernels.ts';

/**
 * A network on a GPU, in 32-bit floats, with kernels of our own.
 * @returns fails with an Error, now and ever after, once the device is lost, or where it lacks memory
 */
export function createWebgpuPass(
  device: GPUDevice,
  residualNetwork: ResidualNetwork,
  parameters: Parameters,
): NetworkPass {
  const kernels = new NetworkKernels(device, residualNetwork, parameters);
  let lost: string | undefined;
  void device.lost.then(({ message, reason }) => {
    lost = `the GPU was lost (${reason}): ${message}`;
  });
  let prepared: { readonly size: string; readonly network: PreparedNetwork } | undefined;
  const networkFor = async ({ width, height }: Tile): Promise<PreparedNetwork> => {
    const size = `${width} x ${height}`;
    if (prepared?.size === size) return prepared.network;
    prepared?.network.destroy();
    prepared = undefined;
    const made = await kernels.prepare({ rows: height / unshuffledSide, columns: width / unshuffledSide });
    prepared = { size, network: made };
    return made;
  };
  const run = async (planes: Float32Array, tile: Tile): Promise<Float32Array> => {
    if (lost !== undefined) throw new Error(lost);
    const bytes = 4 * outputChannels * ((tile.width * tile.height) / unshuffledSide ** 2);
    const endScopes = openErrorScopes(device);
    let target: GPUBuffer | undefined;
    let problem: Promise<string | undefined>;
    try {
      const network = await networkFor(tile);
      target = device.createBuffer({ size: bytes, usage: usage.mapRead | usage.copyTarget });
      device.queue.writeBuffer(network.input, 0, planes);
      const encoder = device.createCommandEncoder();
      network.record(encoder);
      encoder.copyBufferToBuffer(network.output, 0, target, 0, bytes);
      device.queue.submit([encoder.finish()]);
    } finally {
      problem = endScopes();
      // A lost device answers with an error, too, which nobody waits for after another one.
      problem.catch(() => undefined);
    }
    try {
      const [found] = await Promise.all([problem, target.mapAsync(mapRead)]);
      if (found !== undefined) throw new Error(found);
      return new Float32Array(target.getMappedRange().slice(0));
    } finally {
      target.destroy();
    }
  };
  // One tile after the other: they share the images in the GPU's memory.
  let before: Promise<unknown> = Promise.resolve();
  return (planes, tile) => {
    const found = before
      .then(() => run(planes, tile))
      .catch((cause: unknown) => {
        throw lost === undefined ? cause : new Error(lost, { cause });
      });
    before = found.catch(() => undefined);
    return found;
  };
}
