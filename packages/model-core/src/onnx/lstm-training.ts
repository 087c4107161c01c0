import {
  layersOf,
  outputParameterNames,
  parameterShapes,
  type LstmAutoencoderArchitecture,
  type LstmLayer,
} from '../autoencoders/lstm-autoencoder.ts';
import type { Objective } from '../autoencoders/objective.ts';
import { GraphBuilder, type Value } from './graph-builder.ts';
import { beatsInput, parameterInputs, valueOf, type ParameterValues } from './lstm-forward.ts';
import { backPropagateLayer, type StatesGradient } from './lstm-gradient.ts';
import { penaltyTerm, reconstructionTerm, type LossTerm } from './lstm-loss.ts';
import { traceLayer, type LayerInput, type LayerTrace } from './lstm-trace.ts';

export const targetsInput = 'targets';
/** Number of beats in the whole batch, of which the graph may get a part. */
export const beatCountInput = 'beatCount';
export const lossOutput = 'loss';
export const reconstructionLossOutput = 'reconstructionLoss';
export const gradientName = (parameter: string) => `gradient:${parameter}`;

/** A layer's forward pass. */
interface TracedLayer {
  readonly layer: LstmLayer;
  readonly input: LayerInput;
  readonly zeroState: Value;
  readonly trace: LayerTrace;
}

interface NetworkTrace {
  /** From first to last. */
  readonly layers: readonly [TracedLayer, TracedLayer, TracedLayer, TracedLayer];
  /** `[batch, embedding]` */
  readonly code: Value;
  /** `[steps * batch, hidden]`: states of the last layer. */
  readonly lastRows: Value;
  /** `[steps * batch, 1]` */
  readonly output: Value;
}

/** A model in a graph. */
interface Network {
  readonly graph: GraphBuilder;
  readonly architecture: LstmAutoencoderArchitecture;
  readonly parameters: ParameterValues;
}

function traceNetwork({ graph, architecture, parameters }: Network, beats: Value): NetworkTrace {
  const { encoder, decoder } = layersOf(architecture);
  const steps = architecture.sampleCount;
  const batchSize = graph.node('Slice', [graph.node('Shape', [beats]), graph.integers(0), graph.integers(1)]);
  const run = (layer: LstmLayer, input: LayerInput): TracedLayer => {
    const shape = graph.node('Concat', [batchSize, graph.integers(layer.units)], { axis: 0 });
    const zeroState = graph.node('ConstantOfShape', [shape]);
    return {
      layer,
      input,
      zeroState,
      trace: traceLayer({ graph, parameters, layer, zeroState, steps, input }),
    };
  };
  const statesOf = ({ layer, trace }: TracedLayer): Value =>
    graph.node('Reshape', [trace.states, graph.integers(-1, layer.units)]);
  const encoder0 = run(encoder[0], { kind: 'sequence', rows: stepsFirst(graph, beats) });
  const encoder1 = run(encoder[1], { kind: 'sequence', rows: statesOf(encoder0) });
  const code = encoder1.trace.last;
  const decoder0 = run(decoder[0], { kind: 'repeated', rows: code });
  const decoder1 = run(decoder[1], { kind: 'sequence', rows: statesOf(decoder0) });
  const lastRows = statesOf(decoder1);
  const output = graph.node('Gemm', [
    lastRows,
    valueOf(parameters, outputParameterNames.weights),
    valueOf(parameters, outputParameterNames.bias),
  ]);
  return { layers: [encoder0, encoder1, decoder0, decoder1], code, lastRows, output };
}

/** `[batch, sampleCount]` as `[sampleCount * batch, 1]`. */
const stepsFirst = (graph: GraphBuilder, beats: Value): Value =>
  graph.node('Reshape', [graph.node('Transpose', [beats], { perm: [1, 0] }), graph.integers(-1, 1)]);

interface OutputGradients {
  /** By the output, `[steps * batch, 1]`. */
  readonly output: Value;
  /** Of the penalty by the code, `[batch, embedding]`; undefined without a penalty. */
  readonly code: Value | undefined;
}

/** Gradients by all weights, by name. */
function networkGradients(
  { graph, architecture, parameters }: Network,
  { layers, lastRows }: NetworkTrace,
  byNetwork: OutputGradients,
): ReadonlyMap<string, Value> {
  const steps = architecture.sampleCount;
  const [encoder0, encoder1, decoder0, decoder1] = layers;
  const { weights, bias } = outputParameterNames;
  const gradients = new Map<string, Value>([
    [weights, graph.node('Gemm', [lastRows, byNetwork.output], { transA: 1 })],
    [bias, graph.node('ReduceSum', [byNetwork.output, graph.integers(0)], { keepdims: 0 })],
  ]);
  /** @returns adds the gradient by the layer's input, in the shape of its rows */
  const through = (traced: TracedLayer, byStates: StatesGradient): (() => Value) => {
    const result = backPropagateLayer({ graph, parameters, steps, ...traced, byStates });
    for (const [name, gradient] of result.parameters) gradients.set(name, gradient);
    return result.byInput;
  };
  const byLastRows = graph.node('Gemm', [byNetwork.output, valueOf(parameters, weights)], { transB: 1 });
  const byDecoder0 = through(decoder1, { kind: 'all', rows: byLastRows })();
  const byDecoding = through(decoder0, { kind: 'all', rows: byDecoder0 })();
  const byCode = byNetwork.code === undefined ? byDecoding : graph.node('Add', [byDecoding, byNetwork.code]);
  // Only the encoder's last state reaches the decoder.
  const byEncoder0 = through(encoder1, { kind: 'last', rows: byCode })();
  through(encoder0, { kind: 'all', rows: byEncoder0 });
  return gradients;
}

/**
 * ONNX file that outputs the losses of a part of a batch and the gradient by every weight: inputs `beats` and `targets`
 * `[batch, sampleCount]`, `beatCount` and each weight by its name. Outputs of the parts of a batch add up to those of
 * the whole.
 * @throws ModelCoreError (`invalid-argument`) for a penalty other than `l1-sparsity`
 */
export function gradientGraph(architecture: LstmAutoencoderArchitecture, objective: Objective): Uint8Array {
  const graph = new GraphBuilder();
  const { sampleCount } = architecture;
  const network = { graph, architecture, parameters: parameterInputs(graph, architecture) };
  const beats = graph.input(['batch', sampleCount], beatsInput);
  const targets = graph.input(['batch', sampleCount], targetsInput);
  const beatCount = graph.input([], beatCountInput);

  const trace = traceNetwork(network, beats);
  const errors = graph.node('Sub', [trace.output, stepsFirst(graph, targets)]);
  const reconstruction = reconstructionTerm(graph, objective, errors, { sampleCount, beatCount });
  const penalty = penaltyTerm(graph, objective, trace.code, beatCount);
  graph.output(totalOf(graph, reconstruction, penalty), [], lossOutput);
  graph.output(reconstruction.loss, [], reconstructionLossOutput);
  const gradients = networkGradients(network, trace, {
    output: reconstruction.gradient,
    code: penalty?.gradient,
  });
  for (const [name, shape] of parameterShapes(architecture))
    graph.output(valueOf(gradients, name), shape, gradientName(name));
  return graph.toModel('lstm-autoencoder-gradients');
}

const totalOf = (graph: GraphBuilder, reconstruction: LossTerm, penalty: LossTerm | undefined): Value =>
  penalty === undefined ? reconstruction.loss : graph.node('Add', [reconstruction.loss, penalty.loss]);
