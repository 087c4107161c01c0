import {
  layersOf,
  outputParameterNames,
  parameterShapes,
  type LstmAutoencoderArchitecture,
  type LstmLayer,
} from '../autoencoders/lstm-autoencoder.ts';
import type { Objective } from '../autoencoders/objective.ts';
import { ModelCoreError } from '../errors.ts';
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
export const reconstructionLossOutput = 'reconstructionLoss';
export const stepSizeInput = 'stepSize';
export const maximumNormInput = 'maximumNorm';
/** Names of a weight's moments in the inputs; `updatedName` of the weight and its moments in the outputs. */
export const firstMomentName = (parameter: string) => `firstMoment:${parameter}`;
export const secondMomentName = (parameter: string) => `secondMoment:${parameter}`;
export const updatedName = (name: string) => `updated:${name}`;
export const gradientName = (parameter: string) => `gradient:${parameter}`;

interface LossAndGradients {
  /** Reconstruction loss plus weighted penalty, mean over the batch. */
  readonly loss: Value;
  readonly reconstructionLoss: Value;
  readonly gradients: ReadonlyMap<string, Value>;
}

/** A model in a graph, with its training objective. */
interface TrainedModel {
  readonly architecture: LstmAutoencoderArchitecture;
  readonly objective: Objective;
  readonly parameters: ParameterValues;
}

/** Inputs and targets, `[batch, sampleCount]` each. */
interface BeatsAndTargets {
  readonly beats: Value;
  readonly targets: Value;
}

function lossAndGradients(
  graph: GraphBuilder,
  { architecture, objective, parameters }: TrainedModel,
  { beats, targets }: BeatsAndTargets,
): LossAndGradients {
  const { sampleCount, hidden } = architecture;
  const forward = forwardPass(graph, {
    architecture,
    parameters,
    beats,
    addLayer: float32Layer(parameters),
  });
  const batchSize = graph.node('Slice', [graph.node('Shape', [beats]), graph.integers(0), graph.integers(1)]);
  const beatCount = graph.node('Cast', [batchSize], { to: 1 });
  const stepsFirst = graph.node('Transpose', [targets], { perm: [1, 0] });
  const errors = graph.node('Sub', [
    forward.output,
    graph.node('Reshape', [stepsFirst, graph.integers(-1, 1)]),
  ]);
  const reconstruction = reconstructionLossOf(graph, objective, errors, { sampleCount, beatCount });
  const outputGradient = reconstruction.gradient;
  const sparsity = sparsityOf(graph, objective, forward.encoder1.last, beatCount);

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
      codeGradient: sparsity?.gradient,
    }),
    [outputParameterNames.weights, graph.node('Gemm', [decoderRows, outputGradient], { transA: 1 })],
    [
      outputParameterNames.bias,
      graph.node('ReduceSum', [outputGradient, graph.integers(0)], { keepdims: 0 }),
    ],
  ]);
  const loss =
    sparsity === undefined ? reconstruction.loss : graph.node('Add', [reconstruction.loss, sparsity.loss]);
  return { loss, reconstructionLoss: reconstruction.loss, gradients };
}

/** A term of the objective, and its gradient by the reconstruction or the code. */
interface LossTerm {
  readonly loss: Value;
  readonly gradient: Value;
}

/** @param errors output minus target, `[sampleCount * batch, 1]` */
function reconstructionLossOf(
  graph: GraphBuilder,
  { reconstruction }: Objective,
  errors: Value,
  { sampleCount, beatCount }: { sampleCount: number; beatCount: Value },
): LossTerm {
  switch (reconstruction) {
    case 'absolute-error-sum': {
      const meanError = graph.node('ReduceMean', [graph.node('Abs', [errors])], { keepdims: 0 });
      return {
        loss: graph.node('Mul', [meanError, graph.scalar(sampleCount)]),
        gradient: graph.node('Div', [graph.node('Sign', [errors]), beatCount]),
      };
    }
    case 'mean-squared-error': {
      const halfCount = graph.node('Mul', [beatCount, graph.scalar(sampleCount / 2)]);
      return {
        loss: graph.node('ReduceMean', [graph.node('Mul', [errors, errors])], { keepdims: 0 }),
        gradient: graph.node('Div', [errors, halfCount]),
      };
    }
  }
}

/**
 * @param code `[batch, embedding]`
 * @returns undefined if the objective has no penalty
 */
function sparsityOf(
  graph: GraphBuilder,
  { penalty }: Objective,
  code: Value,
  beatCount: Value,
): LossTerm | undefined {
  if (penalty === undefined) return undefined;
  if (penalty.kind !== 'l1-sparsity')
    throw new ModelCoreError(
      { field: 'penalty', found: penalty.kind, expected: 'l1-sparsity or none for the LSTM autoencoder' },
      { code: 'invalid-argument' },
    );
  const weight = graph.node('Div', [graph.scalar(penalty.weight), beatCount]);
  const sum = graph.node('ReduceSum', [graph.node('Abs', [code])], { keepdims: 0 });
  return {
    // Squeezes the shape [1] of `weight` to the scalar shape of the loss.
    loss: graph.node('Squeeze', [graph.node('Mul', [sum, weight])]),
    gradient: graph.node('Mul', [graph.node('Sign', [code]), weight]),
  };
}

interface BackPropagation {
  readonly graph: GraphBuilder;
  readonly architecture: LstmAutoencoderArchitecture;
  readonly parameters: ParameterValues;
  readonly forward: ForwardPass;
  readonly batchSize: Value;
  /** Gradient by the last layer's states, `[steps, batch, hidden]`. */
  readonly statesGradient: Value;
  /** Gradient of the penalty by the code, `[batch, embedding]`; undefined without a penalty. */
  readonly codeGradient: Value | undefined;
}

/** Gradients by the weights of the four LSTM layers, from last to first. */
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
  const byDecoding = through(decoder[0], code, forward.decoder0.all, byDecoder0);
  const { codeGradient } = options;
  const byCode = codeGradient === undefined ? byDecoding : graph.node('Add', [byDecoding, codeGradient]);
  const byEncoder1 = onlyLastStep(graph, architecture, batchSize, byCode);
  const byEncoder0 = through(encoder[1], sequence(forward.encoder0.all), forward.encoder1.all, byEncoder1);
  through(encoder[0], sequence(forward.input), forward.encoder0.all, byEncoder0);
  return gradients;
}

/** Gradient by the encoder's states: zero for all but the last, because only the last one reaches the decoder. */
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

/** ONNX file that outputs the losses and the gradient by every weight; for tests. */
export function gradientGraph(architecture: LstmAutoencoderArchitecture, objective: Objective): Uint8Array {
  const graph = new GraphBuilder();
  const parameters = parameterInputs(graph, architecture);
  const examples = {
    beats: graph.input(['batch', architecture.sampleCount], beatsInput),
    targets: graph.input(['batch', architecture.sampleCount], targetsInput),
  };
  const { loss, reconstructionLoss, gradients } = lossAndGradients(
    graph,
    { architecture, objective, parameters },
    examples,
  );
  graph.output(loss, [], lossOutput);
  graph.output(reconstructionLoss, [], reconstructionLossOutput);
  for (const [name, shape] of parameterShapes(architecture))
    graph.output(valueOf(gradients, name), shape, gradientName(name));
  return graph.toModel('lstm-autoencoder-gradients');
}

/** ONNX file of one training step: forward, back-propagation through time, clipping, Adam. */
export function trainingStepGraph(
  architecture: LstmAutoencoderArchitecture,
  objective: Objective,
): Uint8Array {
  const graph = new GraphBuilder();
  const parameters = parameterInputs(graph, architecture);
  const examples = {
    beats: graph.input(['batch', architecture.sampleCount], beatsInput),
    targets: graph.input(['batch', architecture.sampleCount], targetsInput),
  };
  const stepSize = graph.input([], stepSizeInput);
  const maximumNorm = graph.input([], maximumNormInput);
  const { loss, reconstructionLoss, gradients } = lossAndGradients(
    graph,
    { architecture, objective, parameters },
    examples,
  );
  const clipped = clipGradients(graph, gradients, maximumNorm);
  graph.output(loss, [], lossOutput);
  graph.output(reconstructionLoss, [], reconstructionLossOutput);
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
