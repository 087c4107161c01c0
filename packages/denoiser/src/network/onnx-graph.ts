import { GraphBuilder, type Parameters, type Value } from '@beatwatch/model-core';
import { int8Block, type ActivationRanges, type BlockRanges } from './int8-blocks.ts';
import { networkTensor } from './network-tensor.ts';
import {
  blockName,
  outputChannels,
  type Block,
  type Convolution,
  type ResidualNetwork,
} from './residual-network.ts';
import { walkNetwork } from './walk-network.ts';

/** Names of the graph's input, `[tiles, inputChannels, height / 2, width / 2]`, and output, `[tiles, 4, height / 2, width / 2]`. */
export const graphInput = 'planes';
export const graphOutput = 'noise';

/**
 * The network as an ONNX file, for tiles of any number and size.
 * @param ranges of the blocks' images, which then are bytes. Default: float32 everywhere
 */
export function networkGraph(
  network: ResidualNetwork,
  parameters: Parameters,
  ranges?: ActivationRanges,
): Uint8Array {
  const graph = new GraphBuilder();
  const noise = addNetwork(graph, network, parameters, ranges && int8Block(graph, parameters, ranges));
  graph.output(noise, ['tiles', outputChannels, 'height', 'width'], graphOutput);
  return graph.toModel('residual-network');
}

type AddBlock = (input: Value, block: Block) => Value;

function addNetwork(
  graph: GraphBuilder,
  network: ResidualNetwork,
  parameters: Parameters,
  block: AddBlock | undefined,
): Value {
  const planes = graph.input(['tiles', network.inputChannels, 'height', 'width'], graphInput);
  return walkNetwork<Value>(
    network,
    {
      convolve: convolution(graph, parameters),
      rectify: (input) => graph.node('Relu', [input]),
      add: (one, two) => graph.node('Add', [one, two]),
      spread: (input) => graph.node('DepthToSpace', [input], { blocksize: 2 }),
      ...(block && { block }),
    },
    planes,
  );
}

function convolution(
  graph: GraphBuilder,
  parameters: Parameters,
): (input: Value, layer: Convolution) => Value {
  const constant = (name: string): Value => {
    const { values, shape } = networkTensor(parameters, name);
    return graph.floats(values, shape);
  };
  return (input, { name, side }) =>
    graph.node('Conv', [input, constant(`${name}.weights`), constant(`${name}.bias`)], {
      kernel_shape: [side, side],
      ...(side === 3 ? { pads: [1, 1, 1, 1] } : {}),
      ...(side === 2 ? { strides: [2, 2] } : {}),
    });
}

/** Names of the range graph's outputs: lowest and highest value of a block's image. */
export const rangeOutputs = (block: string, image: keyof BlockRanges): readonly [string, string] => [
  `${block}.${image}.lowest`,
  `${block}.${image}.highest`,
];

/** ONNX file that runs the network in float32 and outputs the ranges of its blocks' images beside the noise. */
export function rangeGraph(network: ResidualNetwork, parameters: Parameters): Uint8Array {
  const graph = new GraphBuilder();
  const report = (block: Block, image: keyof BlockRanges, value: Value): void => {
    const [lowest, highest] = rangeOutputs(blockName(block), image);
    graph.output(graph.node('ReduceMin', [value], { keepdims: 0 }), [], lowest);
    graph.output(graph.node('ReduceMax', [value], { keepdims: 0 }), [], highest);
  };
  const convolve = convolution(graph, parameters);
  const noise = addNetwork(graph, network, parameters, (input, block) => {
    const [one, two] = block;
    const hidden = graph.node('Relu', [convolve(input, one)]);
    const output = convolve(hidden, two);
    report(block, 'input', input);
    report(block, 'hidden', hidden);
    report(block, 'output', output);
    return graph.node('Add', [input, output]);
  });
  graph.output(noise, ['tiles', outputChannels, 'height', 'width'], graphOutput);
  return graph.toModel('residual-network-ranges');
}
