import { createSession, floatOutput, floatTensor, runSession, type Parameters } from '@beatwatch/model-core';
import { inputChannels, type Tile } from '../network/network-input.ts';
import type { ActivationRanges, ByteRanges } from '../network/int8-blocks.ts';
import { graphInput, graphOutput, networkGraph } from '../network/onnx-graph.ts';
import { unshuffledSide, type ResidualNetwork } from '../network/residual-network.ts';
import type { NetworkPass } from '../network/run-network.ts';
import { strongestNoiseHu } from '../network/strongest-noise.ts';

/**
 * A network on onnxruntime. With `bytes` its blocks compute with bytes, and a tile whose noise is stronger than those hold
 * for is computed once more in float32.
 * @param threads inside one operator, 1 or more
 * @throws ModelCoreError (`engine-failed`)
 */
export async function createNetworkPass(
  network: ResidualNetwork,
  parameters: Parameters,
  threads: number,
  bytes?: ByteRanges,
): Promise<NetworkPass> {
  const passOf = async (ranges?: ActivationRanges): Promise<NetworkPass> => {
    const session = await createSession(networkGraph(network, parameters, ranges), { threads });
    return async (planes, size) =>
      floatOutput(await runSession(session, networkFeeds(planes, size)), graphOutput);
  };
  if (bytes === undefined) return passOf();
  const byBytes = await passOf(bytes.ranges);
  let byFloats: Promise<NetworkPass> | undefined;
  return async (planes, tile) => {
    const found = await byBytes(planes, tile);
    if (strongestNoiseHu(found, tile) <= bytes.noiseHu) return found;
    byFloats ??= passOf();
    return (await byFloats)(planes, tile);
  };
}

/** Inputs of one tile for a graph of the network; see {@link NetworkPass}. */
export const networkFeeds = (planes: Float32Array, { width, height }: Tile) => ({
  [graphInput]: floatTensor(planes, [1, inputChannels, height / unshuffledSide, width / unshuffledSide]),
});
