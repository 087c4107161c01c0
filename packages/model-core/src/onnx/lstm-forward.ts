import {
  layerParameterNames,
  layersOf,
  outputParameterNames,
  parameterShapes,
  type LstmAutoencoderArchitecture,
  type LstmLayer,
} from '../autoencoders/lstm-autoencoder.ts';
import type { Parameters } from '../autoencoders/parameters.ts';
import { GraphBuilder, nthOutput, type Value } from './graph-builder.ts';

export const beatsInput = 'beats';
export const reconstructionsOutput = 'reconstructions';
export const lossesOutput = 'losses';

/** The weights inside a graph, by their name in the model. */
export type ParameterValues = ReadonlyMap<string, Value>;

export function valueOf(parameters: ParameterValues, name: string): Value {
  const value = parameters.get(name);
  if (value === undefined) throw new Error(`no weight ${name} in the graph`);
  return value;
}

/** Declares every weight as an input of its own name. */
export function parameterInputs(
  graph: GraphBuilder,
  architecture: LstmAutoencoderArchitecture,
): ParameterValues {
  return new Map([...parameterShapes(architecture)].map(([name, shape]) => [name, graph.input(shape, name)]));
}

/** Puts the weights into the graph, where the engine packs them once for its matrix products. */
export function parameterConstants(graph: GraphBuilder, parameters: Parameters): ParameterValues {
  return new Map([...parameters].map(([name, { shape, values }]) => [name, graph.floats(values, shape)]));
}

/** All hidden states `[steps, batch, units]` and the last one `[batch, units]` of a layer over `[steps, batch, inputSize]`. */
export interface LayerStates {
  readonly all: Value;
  readonly last: Value;
}

export function lstmLayer(
  graph: GraphBuilder,
  parameters: ParameterValues,
  layer: LstmLayer,
  sequence: Value,
): LayerStates {
  const names = layerParameterNames(layer);
  const first = graph.integers(0);
  const oneDirection = (name: string): Value => graph.node('Unsqueeze', [valueOf(parameters, name), first]);
  // The operator has a second bias, of the recurrent product; it adds to the first and is left at zero.
  const noBias = graph.floats(new Float32Array(4 * layer.units), [4 * layer.units]);
  const biases = graph.node('Concat', [valueOf(parameters, names.bias), noBias], { axis: 0 });
  const states = graph.node(
    'LSTM',
    [
      sequence,
      oneDirection(names.inputWeights),
      oneDirection(names.recurrentWeights),
      graph.node('Unsqueeze', [biases, first]),
    ],
    { hidden_size: layer.units },
    2,
  );
  return {
    all: graph.node('Squeeze', [states, graph.integers(1)]),
    last: graph.node('Squeeze', [nthOutput(states, 1), first]),
  };
}

/** What the forward pass leaves for the loss and for back-propagation. */
export interface ForwardPass {
  /** `[steps, batch, 1]`. */
  readonly input: Value;
  readonly encoder0: LayerStates;
  readonly encoder1: LayerStates;
  readonly decoder0: LayerStates;
  readonly decoder1: LayerStates;
  /** `[steps * batch, 1]`. */
  readonly output: Value;
}

/** @param beats `[batch, sampleCount]` */
export function forwardPass(
  graph: GraphBuilder,
  architecture: LstmAutoencoderArchitecture,
  parameters: ParameterValues,
  beats: Value,
): ForwardPass {
  const layers = layersOf(architecture);
  const input = graph.node('Unsqueeze', [
    graph.node('Transpose', [beats], { perm: [1, 0] }),
    graph.integers(2),
  ]);
  const encoder0 = lstmLayer(graph, parameters, layers.encoder[0], input);
  const encoder1 = lstmLayer(graph, parameters, layers.encoder[1], encoder0.all);
  const code = graph.node('Unsqueeze', [encoder1.last, graph.integers(0)]);
  const repeated = graph.node('Tile', [code, graph.integers(architecture.sampleCount, 1, 1)]);
  const decoder0 = lstmLayer(graph, parameters, layers.decoder[0], repeated);
  const decoder1 = lstmLayer(graph, parameters, layers.decoder[1], decoder0.all);
  const rows = graph.node('Reshape', [decoder1.all, graph.integers(-1, architecture.hidden)]);
  const output = graph.node('Gemm', [
    rows,
    valueOf(parameters, outputParameterNames.weights),
    valueOf(parameters, outputParameterNames.bias),
  ]);
  return { input, encoder0, encoder1, decoder0, decoder1, output };
}

/**
 * ONNX file that scores beats: `beats` `[batch, sampleCount]` to `reconstructions` of the same shape and `losses`
 * `[batch]`, the sum of absolute errors of each beat.
 * @param parameters the weights to put into the file; without them they are inputs, by their names
 */
export function scoringGraph(architecture: LstmAutoencoderArchitecture, parameters?: Parameters): Uint8Array {
  const graph = new GraphBuilder();
  const { sampleCount } = architecture;
  const beats = graph.input(['batch', sampleCount], beatsInput);
  const weights =
    parameters === undefined ? parameterInputs(graph, architecture) : parameterConstants(graph, parameters);
  const { output } = forwardPass(graph, architecture, weights, beats);
  const stepsFirst = graph.node('Reshape', [output, graph.integers(sampleCount, -1)]);
  const reconstructions = graph.node('Transpose', [stepsFirst], { perm: [1, 0] });
  const errors = graph.node('Abs', [graph.node('Sub', [reconstructions, beats])]);
  const losses = graph.node('ReduceSum', [errors, graph.integers(1)], { keepdims: 0 });
  graph.output(reconstructions, ['batch', sampleCount], reconstructionsOutput);
  graph.output(losses, ['batch'], lossesOutput);
  return graph.toModel('lstm-autoencoder-scoring');
}
