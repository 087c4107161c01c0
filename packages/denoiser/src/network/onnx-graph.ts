import { GraphBuilder, type Parameters, type Value } from '@beatwatch/model-core';
import { DenoiserError } from '../errors.ts';
import { outputChannels, type Convolution, type ResidualNetwork } from './residual-network.ts';
import { walkNetwork } from './walk-network.ts';

/** Names of the graph's input, `[tiles, inputChannels, height / 2, width / 2]`, and output, `[tiles, 4, height / 2, width / 2]`. */
export const graphInput = 'planes';
export const graphOutput = 'noise';

/** The network as an ONNX file, for tiles of any number and size. */
export function networkGraph(network: ResidualNetwork, parameters: Parameters): Uint8Array {
  const graph = new GraphBuilder();
  const constant = (name: string): Value => {
    const tensor = parameters.get(name);
    if (tensor === undefined)
      throw new DenoiserError(
        { field: `weights ${name}`, expected: `those of a ${network.kind}` },
        {
          code: 'unsuitable-model',
        },
      );
    return graph.floats(tensor.values, tensor.shape);
  };
  const convolve = (input: Value, { name, side }: Convolution): Value =>
    graph.node('Conv', [input, constant(`${name}.weights`), constant(`${name}.bias`)], {
      kernel_shape: [side, side],
      ...(side === 3 ? { pads: [1, 1, 1, 1] } : {}),
      ...(side === 2 ? { strides: [2, 2] } : {}),
    });
  const planes = graph.input(['tiles', network.inputChannels, 'height', 'width'], graphInput);
  const noise = walkNetwork<Value>(
    network,
    {
      convolve,
      rectify: (input) => graph.node('Relu', [input]),
      add: (one, two) => graph.node('Add', [one, two]),
      spread: (input) => graph.node('DepthToSpace', [input], { blocksize: 2 }),
    },
    planes,
  );
  graph.output(noise, ['tiles', outputChannels, 'height', 'width'], graphOutput);
  return graph.toModel('residual-network');
}
