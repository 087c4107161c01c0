import { GraphBuilder, type Parameters, type Value } from '@beatwatch/model-core';
import { DenoiserError } from '../errors.ts';
import {
  layersOf,
  outputChannels,
  type Block,
  type Convolution,
  type ResidualNetwork,
} from './residual-network.ts';

/** Names of the graph's input, `[tiles, inputChannels, height / 2, width / 2]`, and output, `[tiles, 4, height / 2, width / 2]`. */
export const graphInput = 'planes';
export const graphOutput = 'noise';

/** The network as an ONNX file, for tiles of any number and size. */
export function networkGraph(network: ResidualNetwork, parameters: Parameters): Uint8Array {
  const graph = new GraphBuilder();
  const constant = (name: string): Value => {
    const tensor = parameters.get(name);
    if (tensor === undefined)
      throw new DenoiserError(`weights ${name}: found none, expected those of a ${network.kind}`, {
        code: 'unsuitable-model',
      });
    return graph.floats(tensor.values, tensor.shape);
  };
  const convolved = (input: Value, { name, side }: Convolution): Value =>
    graph.node('Conv', [input, constant(`${name}.weights`), constant(`${name}.bias`)], {
      kernel_shape: [side, side],
      ...(side === 3 ? { pads: [1, 1, 1, 1] } : {}),
      ...(side === 2 ? { strides: [2, 2] } : {}),
    });
  const through = (input: Value, blocks: readonly Block[]): Value =>
    blocks.reduce(
      (value, [one, two]) =>
        graph.node('Add', [value, convolved(graph.node('Relu', [convolved(value, one)]), two)]),
      input,
    );

  const { first, down, middle, up, last } = layersOf(network);
  let value = convolved(graph.input(['tiles', network.inputChannels, 'height', 'width'], graphInput), first);
  const kept: Value[] = [];
  for (const { blocks, narrowing } of down) {
    value = through(value, blocks);
    kept.push(value);
    value = convolved(value, narrowing);
  }
  value = through(value, middle);
  for (const { widening, blocks } of up) {
    const wider = graph.node('DepthToSpace', [convolved(value, widening)], { blocksize: 2 });
    value = through(graph.node('Add', [wider, kept.pop() ?? wider]), blocks);
  }
  graph.output(convolved(value, last), ['tiles', outputChannels, 'height', 'width'], graphOutput);
  return graph.toModel('residual-network');
}
