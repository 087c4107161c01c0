import { layerParameterNames } from '../autoencoders/lstm-autoencoder.ts';
import { GraphBuilder, nthOutput, type Value } from './graph-builder.ts';
import { valueOf } from './lstm-forward.ts';
import type { LayerTrace, TracedLayerOptions } from './lstm-trace.ts';

export interface BackwardOptions extends TracedLayerOptions {
  /** The layer's forward pass. */
  readonly trace: LayerTrace;
  /** Gradient of the loss by the hidden states. */
  readonly byStates: StatesGradient;
}

export type StatesGradient =
  /** `[steps * batch, units]`, ordered by step. */
  | { readonly kind: 'all'; readonly rows: Value }
  /** `[batch, units]`: by the last state; that by the others is zero. */
  | { readonly kind: 'last'; readonly rows: Value };

export interface LayerGradients {
  /** Adds the gradient by the layer's input, in the shape of its rows. */
  readonly byInput: () => Value;
  /** Gradients by the layer's weights, by name. */
  readonly parameters: ReadonlyMap<string, Value>;
}

/**
 * Back-propagation through time for one LSTM layer, with standard ONNX operators: step by step to the gradient by the
 * gates, then one product over all steps for each weight.
 */
export function backPropagateLayer(options: BackwardOptions): LayerGradients {
  const { graph, parameters, layer, input, trace, steps } = options;
  const names = layerParameterNames(layer);
  const gates = gatesGradient(options);
  const rows = (sequence: Value, size: number) => graph.node('Reshape', [sequence, graph.integers(-1, size)]);
  const gateRows = rows(gates, 4 * layer.units);
  // For a repeated input, the gradients are summed over the steps first: one product instead of one per step.
  const inputGates =
    input.kind === 'repeated'
      ? graph.node('ReduceSum', [gates, graph.integers(0)], { keepdims: 0 })
      : gateRows;
  const allButLast = graph.node('Slice', [
    trace.states,
    graph.integers(0),
    graph.integers(steps - 1),
    graph.integers(0),
  ]);
  const noState = graph.node('Unsqueeze', [options.zeroState, graph.integers(0)]);
  const earlierStates = graph.node('Concat', [noState, allButLast], { axis: 0 });
  return {
    byInput: () => graph.node('MatMul', [inputGates, valueOf(parameters, names.inputWeights)]),
    parameters: new Map([
      [names.inputWeights, graph.node('Gemm', [inputGates, input.rows], { transA: 1 })],
      [
        names.recurrentWeights,
        graph.node('Gemm', [gateRows, rows(earlierStates, layer.units)], { transA: 1 }),
      ],
      [names.bias, graph.node('ReduceSum', [inputGates, graph.integers(0)], { keepdims: 0 })],
    ]),
  };
}

/** Gradient by the gates before activation, `[steps, batch, 4 * units]`; scans the steps backwards. */
function gatesGradient(options: BackwardOptions): Value {
  const { graph, parameters, layer, trace, byStates, zeroState, steps } = options;
  const recurrentWeights = valueOf(parameters, layerParameterNames(layer).recurrentWeights);
  const shape = ['batch', layer.units];
  const body = new GraphBuilder(graph);
  const byLaterState = body.input(shape);
  const byLaterCell = body.input(shape);
  const slopes = body.input(['batch', 4 * layer.units]);
  const stateByCell = body.input(shape);
  const forget = body.input(shape);
  const scanned = [trace.slopes, trace.stateByCell, trace.forget];
  let byState = byLaterState;
  if (byStates.kind === 'all') {
    scanned.push(graph.node('Reshape', [byStates.rows, graph.integers(steps, -1, layer.units)]));
    byState = body.node('Add', [byLaterState, body.input(shape)]);
  }
  const byCell = body.node('Add', [byLaterCell, body.node('Mul', [byState, stateByCell])]);
  const spread = body.node('Concat', [byCell, byState, byCell, byCell], { axis: 1 });
  const byGates = body.node('Mul', [spread, slopes]);
  body.output(body.node('Gemm', [byGates, recurrentWeights]), shape);
  body.output(body.node('Mul', [byCell, forget]), shape);
  body.output(byGates, ['batch', 4 * layer.units]);
  const scan = graph.node(
    'Scan',
    [byStates.kind === 'last' ? byStates.rows : zeroState, zeroState, ...scanned],
    {
      body,
      num_scan_inputs: scanned.length,
      scan_input_directions: scanned.map(() => 1),
      scan_output_directions: [1],
    },
    3,
  );
  return nthOutput(scan, 2);
}
