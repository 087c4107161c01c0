import { createSession, floatOutput, floatTensor, runSession, type Parameters } from '@beatwatch/model-core';
import { inputChannels, type Tile } from '../network/network-input.ts';
import type { ActivationRanges } from '../network/int8-blocks.ts';
import { graphInput, graphOutput, networkGraph } from '../network/onnx-graph.ts';
import { unshuffledSide, type ResidualNetwork } from '../network/residual-network.ts';
import type { NetworkPass } from '../network/run-network.ts';

/**
 * A network on onnxruntime.
 * @param threads inside one operator, 1 or more
 * @param ranges see {@link networkGraph}
 * @throws ModelCoreError (`engine-failed`)
 */
export async function createNetworkPass(
  network: ResidualNetwork,
  parameters: Parameters,
  threads: number,
  ranges?: ActivationRanges,
): Promise<NetworkPass> {
  const session = await createSession(networkGraph(network, parameters, ranges), { threads });
  return async (planes, size) => {
    const outputs = await runSession(session, networkFeeds(planes, size));
    return floatOutput(outputs, graphOutput);
  };
}

/** Inputs of one tile for a graph of the network; see {@link NetworkPass}. */
export const networkFeeds = (planes: Float32Array, { width, height }: Tile) => ({
  [graphInput]: floatTensor(planes, [1, inputChannels, height / unshuffledSide, width / unshuffledSide]),
});
