import { layersOf, type Block, type Convolution, type ResidualNetwork } from './residual-network.ts';

/** Operations of an engine. */
export interface NetworkOperators<Value> {
  readonly convolve: (input: Value, convolution: Convolution) => Value;
  readonly rectify: (input: Value) => Value;
  readonly add: (one: Value, two: Value) => Value;
  /**
   * Moves channels to a 2 x 2 larger grid: channel `(2 dy + dx) * quarter + c` goes to `(2 y + dy, 2 x + dx)` of `c`.
   */
  readonly spread: (input: Value) => Value;
  /** A whole residual block, where it is more than its operations. Default: these. */
  readonly block?: (input: Value, block: Block) => Value;
}

/** Applies every layer of the network to an input, on any engine. */
export function walkNetwork<Value>(
  network: ResidualNetwork,
  operators: NetworkOperators<Value>,
  input: Value,
): Value {
  const { convolve, rectify, add, spread } = operators;
  const plainBlock = (value: Value, [one, two]: Block): Value =>
    add(value, convolve(rectify(convolve(value, one)), two));
  const through = (value: Value, blocks: readonly Block[]): Value =>
    blocks.reduce(operators.block ?? plainBlock, value);
  const { first, down, middle, up, last } = layersOf(network);
  let value = convolve(input, first);
  const kept: Value[] = [];
  for (const { blocks, narrowing } of down) {
    value = through(value, blocks);
    kept.push(value);
    value = convolve(value, narrowing);
  }
  value = through(value, middle);
  for (const { widening, blocks } of up) {
    const wider = spread(convolve(value, widening));
    value = through(add(wider, kept.pop() ?? wider), blocks);
  }
  return convolve(value, last);
}
