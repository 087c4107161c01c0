import {
  layersOf,
  outputParameterNames,
  parameterShapes,
  type LstmAutoencoderArchitecture,
  type LstmLayer,
} from '../autoencoders/lstm-autoencoder.ts';
import { adamUpdate, clipGradients } from './adam.ts';
import { GraphBuilder, type Value } from './graph-builder.ts';
import {
  beatsInput,
  float32Layer,
  forwardPass,
  parameterInputs,
  valueOf,
  type ForwardPass,
  type ParameterValues,
} from './lstm-forward.ts';
import { backPropagateLayer, type LayerInput } from './lstm-gradient.ts';

export const targetsInput = 'targets';
export const lossOutput = 'loss';
export const stepSizeInput = 'stepSize';
export const maximumNormInput = 'maximumNorm';
/** Names of a weight's moments among the inputs, and of all three after the step among the outputs. */
export const firstMomentName = (parameter: string) => `firstMoment:${parameter}`;
export const secondMomentName = (parameter: string) => `secondMoment:${parameter}`;
export const updatedName = (name: string) => `updated:${name}`;
export const gradientName = (parameter: string) => `gradient:${parameter}`;

interface LossAndGradients {
  readonly loss: Value;
  readonly gradients: ReadonlyMap<string, Value>;
}

/** Both `[batch, sampleCount]`. */
interface BeatsAndTargets {
  readonly beats: Value;
  readonly targets: Value;
}

/** Loss: sum of absolute errors over a beat, mean over the batch. */
function lossAndGradients(
  graph: GraphBuilder,
  architecture: LstmAutoencoderArchitecture,
  parameters: ParameterValues,
  { beats, targets }: BeatsAndTargets,
): LossAndGradients {
  const { sampleCount, hidden } = architecture;
  const forward = forwardPass(graph, architecture, parameters, beats, float32Layer(parameters));
  const batchSize = graph.node('Slice', [graph.node('Shape', [beats]), graph.integers(0), graph.integers(1)]);
  const stepsFirst = graph.node('Transpose', [targets], { perm: [1, 0] });
  const errors = graph.node('Sub', [
    forward.output,
    graph.node('Reshape', [stepsFirst, graph.integers(-1, 1)]),
  ]);
  const meanError = graph.node('ReduceMean', [graph.node('Abs', [errors])], { keepdims: 0 });
  const loss = graph.node('Mul', [meanError, graph.scalar(sampleCount)]);

  const beatCount = graph.node('Cast', [batchSize], { to: 1 });
  const outputGradient = graph.node('Div', [graph.node('Sign', [errors]), beatCount]);
  const decoderRows = graph.node('Reshape', [forward.decoder1.all, graph.integers(-1, hidden)]);
  const outputWeights = valueOf(parameters, outputParameterNames.weights);
  const rowsGradient = graph.node('Gemm', [outputGradient, outputWeights], { transB: 1 });
  const statesShape = graph.node('Concat', [graph.integers(sampleCount), batchSize, graph.integers(hidden)], {
    axis: 0,
  });

  const gradients = new Map([
    ...backPropagate({
      graph,
      architecture,
      parameters,
      forward,
      batchSize,
      statesGradient: graph.node('Reshape', [rowsGradient, statesShape]),
    }),
    [outputParameterNames.weights, graph.node('Gemm', [decoderRows, outputGradient], { transA: 1 })],
    [
      outputParameterNames.bias,
      graph.node('ReduceSum', [outputGradient, graph.integers(0)], { keepdims: 0 }),
    ],
  ]);
  return { loss, gradients };
}

interface BackPropagation {
  readonly graph: GraphBuilder;
  readonly architecture: LstmAutoencoderArchitecture;
  readonly parameters: ParameterValues;
  readonly forward: ForwardPass;
  readonly batchSize: Value;
  /** By the last layer's states, `[steps, batch, hidden]`. */
  readonly statesGradient: Value;
}

/** Through the four LSTM layers, last to first. */
function backPropagate(options: BackPropagation): ReadonlyMap<string, Value> {
  const { graph, architecture, parameters, forward, batchSize } = options;
  const { encoder, decoder } = layersOf(architecture);
  const gradients = new Map<string, Value>();
  const through = (layer: LstmLayer, input: LayerInput, states: Value, statesGradient: Value): Value => {
    const result = backPropagateLayer({ graph, parameters, layer, input, states, statesGradient, batchSize });
    for (const [name, gradient] of result.parameters) gradients.set(name, gradient);
    return result.input;
  };
  const sequence = (value: Value): LayerInput => ({ kind: 'sequence', value });

  const byDecoder0 = through(
    decoder[1],
    sequence(forward.decoder0.all),
    forward.decoder1.all,
    options.statesGradient,
  );
  const code: LayerInput = { kind: 'repeated', value: forward.encoder1.last };
  const byCode = through(decoder[0], code, forward.decoder0.all, byDecoder0);
  const byEncoder1 = onlyLastStep(graph, architecture, batchSize, byCode);
  const byEncoder0 = through(encoder[1], sequence(forward.encoder0.all), forward.encoder1.all, byEncoder1);
  through(encoder[0], sequence(forward.input), forward.encoder0.all, byEncoder0);
  return gradients;
}

/** Only the encoder's last state goes on to the decoder: the gradient by all others is zero. */
function onlyLastStep(
  graph: GraphBuilder,
  { sampleCount, embedding }: LstmAutoencoderArchitecture,
  batchSize: Value,
  lastGradient: Value,
): Value {
  const shape = graph.node(
    'Concat',
    [graph.integers(sampleCount - 1), batchSize, graph.integers(embedding)],
    { axis: 0 },
  );
  const last = graph.node('Unsqueeze', [lastGradient, graph.integers(0)]);
  return graph.node('Concat', [graph.node('ConstantOfShape', [shape]), last], { axis: 0 });
}

/** ONNX file that gives the loss and, for checking, the gradient by every weight. */
export function gradientGraph(architecture: LstmAutoencoderArchitecture): Uint8Array {
  const graph = new GraphBuilder();
  const parameters = parameterInputs(graph, architecture);
  const examples = {
    beats: graph.input(['batch', architecture.sampleCount], beatsInput),
    targets: graph.input(['batch', architecture.sampleCount], targetsInput),
  };
  const { loss, gradients } = lossAndGradients(graph, architecture, parameters, examples);
  graph.output(loss, [], lossOutput);
  for (const [name, shape] of parameterShapes(architecture))
    graph.output(valueOf(gradients, name), shape, gradientName(name));
  return graph.toModel('lstm-autoencoder-gradients');
}

/** ONNX file of one training step: forward, back-propagation through time, clipping, Adam. */
export function trainingStepGraph(architecture: LstmAutoencoderArchitecture): Uint8Array {
  const graph = new GraphBuilder();
  const parameters = parameterInputs(graph, architecture);
  const examples = {
    beats: graph.input(['batch', architecture.sampleCount], beatsInput),
    targets: graph.input(['batch', architecture.sampleCount], targetsInput),
  };
  const stepSize = graph.input([], stepSizeInput);
  const maximumNorm = graph.input([], maximumNormInput);
  const { loss, gradients } = lossAndGradients(graph, architecture, parameters, examples);
  const clipped = clipGradients(graph, gradients, maximumNorm);
  graph.output(loss, [], lossOutput);
  for (const [name, shape] of parameterShapes(architecture)) {
    const [firstMoment, secondMoment] = [firstMomentName(name), secondMomentName(name)];
    graph.input(shape, firstMoment);
    graph.input(shape, secondMoment);
    const now = { weights: name, firstMoment, secondMoment };
    const next = adamUpdate(graph, now, valueOf(clipped, name), stepSize);
    graph.output(next.weights, shape, updatedName(name));
    graph.output(next.firstMoment, shape, updatedName(firstMoment));
    graph.output(next.secondMoment, shape, updatedName(secondMoment));
  }
  return graph.toModel('lstm-autoencoder-training-step');
}
