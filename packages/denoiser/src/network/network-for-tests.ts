import type { Parameters } from '@beatwatch/model-core';
import { createSeededRandom } from '@beatwatch/statistics';
import { inputChannels } from './network-input.ts';
import { initialNetworkParameters, type ResidualNetwork } from './residual-network.ts';

/** A network of three scales, small enough for the reference implementation. */
export const smallNetwork: ResidualNetwork = {
  kind: 'residual-network',
  inputChannels,
  widths: [4, 6, 8],
  blocks: [1, 1, 1],
};

/** Weights without zeros; before training, those of the last layer would be 0. */
export function smallParameters(seed: number, network = smallNetwork): Parameters {
  const random = createSeededRandom(seed);
  return new Map(
    [...initialNetworkParameters(network, seed)].map(([name, { shape, values }]) => [
      name,
      { shape, values: values.map((value) => value + 0.1 * random.normal()) },
    ]),
  );
}
