import { layerParameterNames, type LstmLayer } from '../autoencoders/lstm-autoencoder.ts';
import { GraphBuilder, nthOutput, type Value } from './graph-builder.ts';
import { valueOf, type ParameterValues } from './lstm-forward.ts';

/**
 * Input of a layer: `sequence` `[steps, batch, size]`, or `repeated` `[batch, size]`, the same value at every step.
 */
export interface LayerInput {
  readonly kind: 'sequence' | 'repeated';
  readonly value: Value;
}

export interface BackwardOptions {
  readonly graph: GraphBuilder;
  readonly parameters: ParameterValues;
  readonly layer: LstmLayer;
  readonly input: LayerInput;
  /** Hidden states of the forward pass, `[steps, batch, units]`. */
  readonly states: Value;
  /** Gradient of the loss by the hidden states, `[steps, batch, units]`. */
  readonly statesGradient: Value;
  readonly batchSize: Value;
}

export interface LayerGradients {
  /** Gradient by the layer's input, in its shape. */
  readonly input: Value;
  /** Gradients by the layer's weights, by name. */
  readonly parameters: ReadonlyMap<string, Value>;
}

/**
 * Back-propagation through time for one LSTM layer, with standard ONNX operators. Recomputes the gates from the hidden
 * states in two large products, which costs less than a step-by-step forward pass that outputs the gates.
 */
export function backPropagateLayer(options: BackwardOptions): LayerGradients {
  const { graph, parameters, layer, input, states } = options;
  const names = layerParameterNames(layer);
  const inputWeights = valueOf(parameters, names.inputWeights);
  const recurrentWeights = valueOf(parameters, names.recurrentWeights);

  const previousStates = delayed(options, states);
  const previousRows = graph.node('Reshape', [previousStates, graph.integers(-1, layer.units)]);
  const gates = gatesOf(options, previousRows);
  const gatesGradient = gatesGradientOf(options, gates, recurrentWeights);
  const gatesGradientRows = graph.node('Reshape', [gatesGradient, graph.integers(-1, 4 * layer.units)]);
  // For a repeated input, the gradients are summed over the steps first: one product instead of one per step.
  const inputRows =
    input.kind === 'repeated'
      ? {
          gradient: graph.node('ReduceSum', [gatesGradient, graph.integers(0)], { keepdims: 0 }),
          value: input.value,
        }
      : {
          gradient: gatesGradientRows,
          value: graph.node('Reshape', [input.value, graph.integers(-1, layer.inputSize)]),
        };

  const inputGradient = graph.node('MatMul', [
    input.kind === 'repeated' ? inputRows.gradient : gatesGradient,
    inputWeights,
  ]);
  return {
    input: inputGradient,
    parameters: new Map([
      [names.inputWeights, graph.node('Gemm', [inputRows.gradient, inputRows.value], { transA: 1 })],
      [names.recurrentWeights, graph.node('Gemm', [gatesGradientRows, previousRows], { transA: 1 })],
      [names.bias, graph.node('ReduceSum', [gatesGradientRows, graph.integers(0)], { keepdims: 0 })],
    ]),
  };
}

/** The sequence delayed by one step, with zero as the first step. */
function delayed({ graph, layer, batchSize }: BackwardOptions, sequence: Value): Value {
  const shape = graph.node('Concat', [graph.integers(1), batchSize, graph.integers(layer.units)], {
    axis: 0,
  });
  const allButLast = graph.node('Slice', [
    sequence,
    graph.integers(0),
    graph.integers(-1),
    graph.integers(0),
  ]);
  return graph.node('Concat', [graph.node('ConstantOfShape', [shape]), allButLast], { axis: 0 });
}

function zeroState({ graph, layer, batchSize }: BackwardOptions): Value {
  const shape = graph.node('Concat', [batchSize, graph.integers(layer.units)], { axis: 0 });
  return graph.node('ConstantOfShape', [shape]);
}

/** Activated gates of every step, `[steps, batch, units]` each. */
interface Gates {
  readonly input: Value;
  readonly output: Value;
  readonly forget: Value;
  readonly cell: Value;
}

function gatesOf(options: BackwardOptions, previousRows: Value): Gates {
  const { graph, parameters, layer, input, batchSize } = options;
  const names = layerParameterNames(layer);
  const fromStates = graph.node('Gemm', [previousRows, valueOf(parameters, names.recurrentWeights)], {
    transB: 1,
  });
  const inputRows =
    input.kind === 'repeated'
      ? input.value
      : graph.node('Reshape', [input.value, graph.integers(-1, layer.inputSize)]);
  const fromInput = graph.node(
    'Gemm',
    [inputRows, valueOf(parameters, names.inputWeights), valueOf(parameters, names.bias)],
    { transB: 1 },
  );
  const shape = graph.node('Concat', [graph.integers(-1), batchSize, graph.integers(4 * layer.units)], {
    axis: 0,
  });
  const sums = graph.node('Add', [
    graph.node('Reshape', [fromStates, shape]),
    graph.node('Reshape', [fromInput, shape]),
  ]);
  const parts = graph.node('Split', [sums], { axis: 2 }, 4);
  const gate = (index: number, activation: string) => graph.node(activation, [nthOutput(parts, index)]);
  return {
    input: gate(0, 'Sigmoid'),
    output: gate(1, 'Sigmoid'),
    forget: gate(2, 'Sigmoid'),
    cell: gate(3, 'Tanh'),
  };
}

/** Cell states of every step, computed from the gates: c = forget * c + input * cell. */
function cellStatesOf(options: BackwardOptions, gates: Gates): Value {
  const { graph, layer } = options;
  const shape = ['batch', layer.units];
  const body = new GraphBuilder(graph);
  const state = body.input(shape);
  const forget = body.input(shape);
  const addition = body.input(shape);
  const next = body.node('Add', [body.node('Mul', [forget, state]), addition]);
  body.output(next, shape);
  body.output(body.node('Identity', [next]), shape);
  const additions = graph.node('Mul', [gates.input, gates.cell]);
  const scan = graph.node(
    'Scan',
    [zeroState(options), gates.forget, additions],
    { body, num_scan_inputs: 2 },
    2,
  );
  return nthOutput(scan, 1);
}

/** Gradient by the gates before activation, `[steps, batch, 4 * units]`; scans the steps backwards. */
function gatesGradientOf(options: BackwardOptions, gates: Gates, recurrentWeights: Value): Value {
  const { graph, layer, statesGradient } = options;
  const one = graph.scalar(1);
  const product = (a: Value, b: Value) => graph.node('Mul', [a, b]);
  const sigmoidSlope = (activated: Value) => product(activated, graph.node('Sub', [one, activated]));
  const tanhSlope = (activated: Value) => graph.node('Sub', [one, product(activated, activated)]);

  const cells = cellStatesOf(options, gates);
  const squashedCells = graph.node('Tanh', [cells]);
  const cellByState = product(gates.output, tanhSlope(squashedCells));
  const slopes = graph.node(
    'Concat',
    [
      product(gates.cell, sigmoidSlope(gates.input)),
      product(squashedCells, sigmoidSlope(gates.output)),
      product(delayed(options, cells), sigmoidSlope(gates.forget)),
      product(gates.input, tanhSlope(gates.cell)),
    ],
    { axis: 2 },
  );

  const shape = ['batch', layer.units];
  const body = new GraphBuilder(graph);
  const fromLaterState = body.input(shape);
  const fromLaterCell = body.input(shape);
  const fromAbove = body.input(shape);
  const cellByStateNow = body.input(shape);
  const slopesNow = body.input(['batch', 4 * layer.units]);
  const forgetNow = body.input(shape);
  const stateGradient = body.node('Add', [fromAbove, fromLaterState]);
  const cellGradient = body.node('Add', [fromLaterCell, body.node('Mul', [stateGradient, cellByStateNow])]);
  const spread = body.node('Concat', [cellGradient, stateGradient, cellGradient, cellGradient], { axis: 1 });
  const gatesGradient = body.node('Mul', [spread, slopesNow]);
  body.output(body.node('MatMul', [gatesGradient, recurrentWeights]), shape);
  body.output(body.node('Mul', [cellGradient, forgetNow]), shape);
  body.output(gatesGradient, ['batch', 4 * layer.units]);

  const zero = zeroState(options);
  const scan = graph.node(
    'Scan',
    [zero, zero, statesGradient, cellByState, slopes, gates.forget],
    { body, num_scan_inputs: 4, scan_input_directions: [1, 1, 1, 1], scan_output_directions: [1] },
    3,
  );
  return nthOutput(scan, 2);
}
