import type { NativeOperators, NativeTensor } from './native-operators.ts';

/** Weights of one layer; the gates are side by side in the order input, cell, forget, output. */
export interface LayerWeights {
  /** `[inputSize, 4 * units]` */
  readonly input: NativeTensor;
  /** `[units, 4 * units]` */
  readonly recurrent: NativeTensor;
  /** `[4 * units]` */
  readonly bias: NativeTensor;
}

/** Values of the forward pass for the backward pass, `[steps, batch, units]` each; gates are activated. */
export interface LayerTrace {
  readonly gates: {
    readonly input: NativeTensor;
    readonly forget: NativeTensor;
    readonly output: NativeTensor;
    /** Cell candidates. */
    readonly cell: NativeTensor;
  };
  readonly cells: NativeTensor;
  /** Cells after tanh. */
  readonly squashedCells: NativeTensor;
  /** Hidden states, the output of the layer. */
  readonly states: NativeTensor;
}

/** Required inputs of both operators without a counterpart in this model: peepholes and initial states, all zero. */
function absentParts(operators: NativeOperators, { bias }: LayerWeights, batch: number) {
  const units = (bias.shape[0] ?? 0) / 4;
  const peephole = operators.zeros(units);
  return { units, peepholes: [peephole, peephole, peephole], zeroState: operators.zeros(batch, units) };
}

/**
 * Runs a layer over a whole sequence with one operator: BlockLSTM instead of BlockLSTMV2, because its gates are in the
 * order of LSTMBlockCellGrad. Its forget bias and its clipping are disabled.
 * @param sequence `[steps, batch, inputSize]`
 */
export function runLayer(
  operators: NativeOperators,
  weights: LayerWeights,
  sequence: NativeTensor,
): LayerTrace {
  const [steps = 0, batch = 0] = sequence.shape;
  const { peepholes, zeroState } = absentParts(operators, weights, batch);
  const [input, cells, forget, output, cell, squashedCells, states] = operators.runMany(
    'BlockLSTM',
    [
      operators.longInteger(steps),
      sequence,
      zeroState,
      zeroState,
      operators.joinRows(weights.input, weights.recurrent),
      ...peepholes,
      weights.bias,
    ],
    7,
    [
      operators.number('forget_bias', 0),
      operators.number('cell_clip', -1),
      operators.flag('use_peephole', false),
    ],
  );
  if (!input || !cells || !forget || !output || !cell || !squashedCells || !states)
    throw new Error('BlockLSTM returned fewer than seven outputs');
  return { gates: { input, forget, output, cell }, cells, squashedCells, states };
}

/**
 * Gradient by the gates before activation, `[steps, batch, 4 * units]`. Goes backwards through the sequence with one
 * LSTMBlockCellGrad and one product per step. BlockLSTMGradV2 would do it in one operator, but takes three times as
 * long: it multiplies matrices step by step, while the gradients by the weights need only one product over all steps.
 * @param statesGradient gradient by the hidden states of each step, `[batch, units]`; undefined if zero
 */
export function gatesGradient(
  operators: NativeOperators,
  weights: LayerWeights,
  trace: LayerTrace,
  statesGradient: readonly (NativeTensor | undefined)[],
): NativeTensor {
  const [, batch = 0] = trace.states.shape;
  const { units, peepholes, zeroState } = absentParts(operators, weights, batch);
  // The operator requires inputs and weights, but reads only their shapes.
  const inputSize = weights.input.shape[0] ?? 0;
  const shapesOnly = {
    input: operators.zeros(batch, inputSize),
    weights: operators.zeros(inputSize + units, 4 * units),
  };
  const backwardRecurrent = operators.transposed(weights.recurrent);
  const cells = operators.unstack(trace.cells);
  const { input, forget, output, cell } = trace.gates;
  const parts = [
    operators.unstack(input),
    cells,
    ...[forget, output, cell, trace.squashedCells].map((part) => operators.unstack(part)),
  ];
  const gradients: NativeTensor[] = [];
  let cellGradient = zeroState;
  let fromLater: NativeTensor | undefined;
  for (let step = cells.length - 1; step >= 0; step--) {
    const stateGradient = sum(operators, statesGradient[step], fromLater) ?? zeroState;
    const [earlierCellGradient, gates] = operators.runMany(
      'LSTMBlockCellGrad',
      [
        shapesOnly.input,
        cells[step - 1] ?? zeroState,
        zeroState,
        shapesOnly.weights,
        ...peepholes,
        weights.bias,
        ...parts.flatMap((part) => part[step] ?? []),
        cellGradient,
        stateGradient,
      ],
      5,
      [operators.flag('use_peephole', false)],
    );
    if (!earlierCellGradient || !gates) throw new Error('LSTMBlockCellGrad returned fewer than two outputs');
    cellGradient = earlierCellGradient;
    gradients[step] = gates;
    if (step > 0) fromLater = operators.product(gates, backwardRecurrent);
  }
  return operators.stack(gradients);
}

function sum(
  operators: NativeOperators,
  a: NativeTensor | undefined,
  b: NativeTensor | undefined,
): NativeTensor | undefined {
  return a === undefined || b === undefined ? (a ?? b) : operators.run('AddV2', [a, b]);
}

/** Gradients by a layer's weights, in their shapes. */
export interface LayerGradients {
  readonly input: NativeTensor;
  readonly recurrent: NativeTensor;
  readonly bias: NativeTensor;
}

/**
 * Gradients by a layer's weights, with one product over all steps for each weight.
 * @param inputRows the layer's input: `[steps * batch, inputSize]`, or `[batch, inputSize]` if equal at every step
 */
export function weightGradients(
  operators: NativeOperators,
  trace: LayerTrace,
  gates: NativeTensor,
  inputRows: NativeTensor,
): LayerGradients {
  const [steps = 0, batch = 0, width = 0] = gates.shape;
  const units = width / 4;
  const repeated = inputRows.shape[0] !== steps * batch;
  const rows = operators.reshape(gates, steps * batch, width);
  const inputGates = repeated ? operators.sumOfRows(gates) : rows;
  const earlierStates = operators.slice(trace.states, 0, steps - 1);
  const laterGates = operators.slice(gates, 1, steps - 1);
  return {
    input: operators.product(inputRows, inputGates, { transposeA: true }),
    recurrent: operators.product(
      operators.reshape(earlierStates, (steps - 1) * batch, units),
      operators.reshape(laterGates, (steps - 1) * batch, width),
      { transposeA: true },
    ),
    bias: operators.sumOfRows(rows),
  };
}
