import type { GraphBuilder, Parameters, Value } from '@beatwatch/model-core';
import { DenoiserError } from '../errors.ts';
import { networkTensor } from './network-tensor.ts';
import { blockName, type Block, type Convolution } from './residual-network.ts';

/** Lowest and highest value that a block's images take on training slices; what is beyond is cut off. */
export interface BlockRanges {
  readonly input: Range;
  /** Between the two convolutions, where the lowest is 0. */
  readonly hidden: Range;
  /** What the block adds to its input. */
  readonly output: Range;
}

export type Range = readonly [lowest: number, highest: number];

/** By the blocks' names. */
export type ActivationRanges = Readonly<Record<string, BlockRanges>>;

/** What the blocks of a network can compute with bytes. */
export interface ByteRanges {
  readonly ranges: ActivationRanges;
  /** Noise that the ranges hold for, see `strongestNoiseHu`: what stronger noise has beyond them would be cut off. */
  readonly noiseHu: number;
}

/**
 * Largest quantised weight: 7 bits, since processors without VNNI add pairs of products with unsigned bytes in 16 bits.
 */
const largestWeight = 64;

/** How bytes stand for numbers: `scale * (byte - zeroPoint)`. */
interface ByteScale {
  readonly scale: number;
  readonly value: Value;
  readonly zeroPoint: Value;
}

function byteScale(graph: GraphBuilder, [lowest, highest]: Range): ByteScale {
  const [low, high] = [Math.min(lowest, 0), Math.max(highest, 0)];
  const scale = (high - low) / 255 || 1;
  const zeroPoint = Uint8Array.of(Math.round(-low / scale));
  return { scale, value: graph.scalar(scale), zeroPoint: graph.bytes(zeroPoint, []) };
}

/**
 * Adds the two convolutions of a residual block with bytes for images and weights, which onnxruntime multiplies three
 * times as fast. The sum stays in float32.
 */
export function int8Block(
  graph: GraphBuilder,
  parameters: Parameters,
  ranges: ActivationRanges,
): (input: Value, block: Block) => Value {
  return (input, block) => {
    const found = ranges[blockName(block)];
    if (found === undefined)
      throw new DenoiserError(
        { field: `activations of ${blockName(block)}`, expected: 'ranges for every block' },
        { code: 'unsuitable-model' },
      );
    const scales = {
      input: byteScale(graph, found.input),
      hidden: byteScale(graph, [0, found.hidden[1]]),
      output: byteScale(graph, found.output),
    };
    const convolve = (image: Value, from: ByteScale, layer: Convolution, to: ByteScale): Value => {
      const { weights, biases, weightScales } = quantized(parameters, layer, from.scale);
      const { inputs, outputs, side } = layer;
      return graph.node(
        'QLinearConv',
        [
          ...[image, from.value, from.zeroPoint],
          graph.bytes(weights, [outputs, inputs, side, side]),
          graph.floats(weightScales, [outputs]),
          graph.bytes(new Int8Array(outputs), [outputs]),
          ...[to.value, to.zeroPoint],
          graph.words(biases, [outputs]),
        ],
        { kernel_shape: [side, side], pads: [1, 1, 1, 1] },
      );
    };
    const [one, two] = block;
    const bytes = graph.node('QuantizeLinear', [input, scales.input.value, scales.input.zeroPoint]);
    // Zero is the lowest byte of the hidden image, so cutting off is its rectifier.
    const hidden = convolve(bytes, scales.input, one, scales.hidden);
    const added = convolve(hidden, scales.hidden, two, scales.output);
    return graph.node('Add', [
      input,
      graph.node('DequantizeLinear', [added, scales.output.value, scales.output.zeroPoint]),
    ]);
  };
}

/** Weights with one scale for each output, and biases in units of the products. */
function quantized(parameters: Parameters, { name, outputs }: Convolution, inputScale: number) {
  const { values } = networkTensor(parameters, `${name}.weights`);
  const { values: bias } = networkTensor(parameters, `${name}.bias`);
  const size = values.length / outputs;
  const weights = new Int8Array(values.length);
  const weightScales = new Float32Array(outputs);
  const biases = new Int32Array(outputs);
  for (let output = 0; output < outputs; output++) {
    const row = values.subarray(output * size, (output + 1) * size);
    const largest = row.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
    const scale = Math.fround(largest / largestWeight || 1);
    weightScales[output] = scale;
    row.forEach((weight, at) => (weights[output * size + at] = Math.round(weight / scale)));
    biases[output] = Math.round((bias[output] ?? 0) / (scale * Math.fround(inputScale)));
  }
  return { weights, weightScales, biases };
}
