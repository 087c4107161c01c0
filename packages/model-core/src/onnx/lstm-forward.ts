import {
  layerParameterNames,
  layersOf,
  outputParameterNames,
  parameterShapes,
  type LstmAutoencoderArchitecture,
  type LstmLayer,
} from '../autoencoders/lstm-autoencoder.ts';
import type { Parameters } from '../autoencoders/parameters.ts';
import type { GraphBuilder } from './graph-builder.ts';
import { nthOutput, type Value } from './graph-builder.ts';

export const beatsInput = 'beats';

/** Weights in a graph, by their names in the model. */
export type ParameterValues = ReadonlyMap<string, Value>;

export function valueOf(parameters: ParameterValues, name: string): Value {
  const value = parameters.get(name);
  if (value === undefined) throw new Error(`weight ${name} is missing in the graph`);
  return value;
}

/** Declares each weight as an input with the weight's name. */
export function parameterInputs(
  graph: GraphBuilder,
  architecture: LstmAutoencoderArchitecture,
): ParameterValues {
  return new Map([...parameterShapes(architecture)].map(([name, shape]) => [name, graph.input(shape, name)]));
}

/** Adds the weights as constants, which the engine packs once for its matrix products. */
export function parameterConstants(graph: GraphBuilder, parameters: Parameters): ParameterValues {
  return new Map([...parameters].map(([name, { shape, values }]) => [name, graph.floats(values, shape)]));
}

/**
 * Hidden states of a layer: all `[steps, batch, units]` and the last `[batch, units]`.
 */
export interface LayerStates {
  readonly all: Value;
  readonly last: Value;
}

/** Adds a layer over a sequence `[steps, batch, inputSize]`. */
export type LayerBuilder = (graph: GraphBuilder, layer: LstmLayer, sequence: Value) => LayerStates;

export const float32Layer =
  (parameters: ParameterValues): LayerBuilder =>
  (graph, layer, sequence) => {
    const names = layerParameterNames(layer);
    const first = graph.integers(0);
    const oneDirection = (name: string): Value => graph.node('Unsqueeze', [valueOf(parameters, name), first]);
    // The operator's second, recurrent bias would only add to the first: it is zero.
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
    return layerStates(graph, states);
  };

/** @param states first output of a unidirectional LSTM operator */
export function layerStates(graph: GraphBuilder, states: Value): LayerStates {
  return {
    all: graph.node('Squeeze', [states, graph.integers(1)]),
    last: graph.node('Squeeze', [nthOutput(states, 1), graph.integers(0)]),
  };
}

/** Values of the forward pass for the loss and for back-propagation. */
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

export interface ForwardPassOptions {
  readonly architecture: LstmAutoencoderArchitecture;
  readonly parameters: ParameterValues;
  /** `[batch, sampleCount]`. */
  readonly beats: Value;
  readonly addLayer: LayerBuilder;
}

export function forwardPass(
  graph: GraphBuilder,
  { architecture, parameters, beats, addLayer }: ForwardPassOptions,
): ForwardPass {
  const layers = layersOf(architecture);
  const input = graph.node('Unsqueeze', [
    graph.node('Transpose', [beats], { perm: [1, 0] }),
    graph.integers(2),
  ]);
  const encoder0 = addLayer(graph, layers.encoder[0], input);
  const encoder1 = addLayer(graph, layers.encoder[1], encoder0.all);
  const code = graph.node('Unsqueeze', [encoder1.last, graph.integers(0)]);
  const repeated = graph.node('Tile', [code, graph.integers(architecture.sampleCount, 1, 1)]);
  const decoder0 = addLayer(graph, layers.decoder[0], repeated);
  const decoder1 = addLayer(graph, layers.decoder[1], decoder0.all);
  const rows = graph.node('Reshape', [decoder1.all, graph.integers(-1, architecture.hidden)]);
  const output = graph.node('Gemm', [
    rows,
    valueOf(parameters, outputParameterNames.weights),
    valueOf(parameters, outputParameterNames.bias),
  ]);
  return { input, encoder0, encoder1, decoder0, decoder1, output };
}
