import { layerParameterNames, type LstmLayer } from '../autoencoders/lstm-autoencoder.ts';
import { GraphBuilder, nthOutput, type Value } from './graph-builder.ts';
import { valueOf, type ParameterValues } from './lstm-forward.ts';

/** Input of a layer. */
export type LayerInput =
  /** `[steps * batch, inputSize]`, ordered by step. */
  | { readonly kind: 'sequence'; readonly rows: Value }
  /** `[batch, inputSize]`, the same at every step. */
  | { readonly kind: 'repeated'; readonly rows: Value };

/** Forward pass of a layer, with what back-propagation needs of every step. */
export interface LayerTrace {
  /** Hidden states, `[steps, batch, units]`. */
  readonly states: Value;
  /** Last hidden state, `[batch, units]`. */
  readonly last: Value;
  /**
   * Change of the loss by each gate before activation for a change by the cell state, for the output gate by the hidden
   * state: `[steps, batch, 4 * units]`.
   */
  readonly slopes: Value;
  /** Change of the hidden state by the cell state, `[steps, batch, units]`. */
  readonly stateByCell: Value;
  /** Activated forget gates, `[steps, batch, units]`. */
  readonly forget: Value;
}

export interface TracedLayerOptions {
  readonly graph: GraphBuilder;
  readonly parameters: ParameterValues;
  readonly layer: LstmLayer;
  /** `[batch, units]` */
  readonly zeroState: Value;
  readonly steps: number;
  readonly input: LayerInput;
}

/**
 * Runs a layer with standard operators, which unlike the LSTM operator show its gates. What a step gets from the
 * layer's input is one product over all steps, or for a repeated input over one.
 */
export function traceLayer(options: TracedLayerOptions): LayerTrace {
  const { graph, parameters, layer, input, zeroState } = options;
  const names = layerParameterNames(layer);
  const halves = (name: string) => halvesOf(options, valueOf(parameters, name));
  const [inputWeights, recurrentWeights, bias] = [
    halves(names.inputWeights),
    halves(names.recurrentWeights),
    halves(names.bias),
  ];
  const body = new GraphBuilder(graph);
  const shape = ['batch', layer.units];
  const earlier = body.input(shape);
  const earlierCell = body.input(shape);
  const scanned: Value[] = [];
  const sumOf = (half: 0 | 1): Value => {
    const rows = graph.node('Gemm', [input.rows, inputWeights[half], bias[half]], { transB: 1 });
    const width = (half === 0 ? 3 : 1) * layer.units;
    const fromInput = input.kind === 'repeated' ? rows : body.input(['batch', width]);
    if (input.kind === 'sequence')
      scanned.push(graph.node('Reshape', [rows, graph.integers(options.steps, -1, width)]));
    return body.node('Gemm', [earlier, recurrentWeights[half], fromInput], { transB: 1 });
  };
  const sums = [sumOf(0), sumOf(1)] as const;
  if (input.kind === 'repeated') {
    // Scan counts its steps by its inputs.
    body.input([]);
    scanned.push(graph.floats(new Float32Array(options.steps), [options.steps]));
  }
  const step = addStep(body, sums, earlierCell);
  body.output(step.state, shape);
  body.output(step.cellState, shape);
  body.output(body.node('Identity', [step.state]), shape);
  body.output(step.slopes, ['batch', 4 * layer.units]);
  body.output(step.stateByCell, shape);
  body.output(step.forget, shape);
  const scan = graph.node(
    'Scan',
    [zeroState, zeroState, ...scanned],
    { body, num_scan_inputs: scanned.length },
    6,
  );
  return {
    last: scan,
    states: nthOutput(scan, 2),
    slopes: nthOutput(scan, 3),
    stateByCell: nthOutput(scan, 4),
    forget: nthOutput(scan, 5),
  };
}

/** Rows of the gates input, output and forget, and those of the cell. */
function halvesOf({ graph, layer }: TracedLayerOptions, weights: Value): readonly [Value, Value] {
  const sizes = graph.integers(3 * layer.units, layer.units);
  const first = graph.node('Split', [weights, sizes], { axis: 0 }, 2);
  return [first, nthOutput(first, 1)];
}

/** @param sums gates before activation: input, output and forget side by side, and cell */
function addStep(body: GraphBuilder, sums: readonly [Value, Value], earlierCell: Value) {
  const product = (a: Value, b: Value) => body.node('Mul', [a, b]);
  const difference = (a: Value, b: Value) => body.node('Sub', [a, b]);
  const sigmoidGates = body.node('Sigmoid', [sums[0]]);
  const cell = body.node('Tanh', [sums[1]]);
  const gates = body.node('Split', [sigmoidGates], { axis: 1 }, 3);
  const [input, output, forget] = [gates, nthOutput(gates, 1), nthOutput(gates, 2)];
  const addition = product(input, cell);
  const cellState = body.node('Add', [product(forget, earlierCell), addition]);
  const squashed = body.node('Tanh', [cellState]);
  const state = product(output, squashed);
  // s * (1 - s) of each gate, times what it multiplies.
  const sigmoidSlopes = product(
    difference(sigmoidGates, product(sigmoidGates, sigmoidGates)),
    body.node('Concat', [cell, squashed, earlierCell], { axis: 1 }),
  );
  // i * (1 - g^2)
  const cellSlope = difference(input, product(addition, cell));
  return {
    state,
    cellState,
    forget,
    slopes: body.node('Concat', [sigmoidSlopes, cellSlope], { axis: 1 }),
    // o * (1 - tanh(c)^2), with h = o * tanh(c)
    stateByCell: difference(output, product(state, squashed)),
  };
}
