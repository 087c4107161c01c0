import type { Parameters } from '@beatwatch/model-core';
import { layersOf, type Block, type Convolution, type ResidualNetwork } from './residual-network.ts';

/** Planes of one image: `[channels][height][width]`, 64-bit. */
export type Planes = readonly (readonly Float64Array[])[];

/** A plain reference implementation of the network, slow, which tests compare the engines with. */
export function referenceNoise(network: ResidualNetwork, parameters: Parameters, planes: Planes): Planes {
  const convolved = (input: Planes, convolution: Convolution): Planes =>
    convolve(input, convolution, parameters);
  const through = (input: Planes, blocks: readonly Block[]): Planes =>
    blocks.reduce((value, [one, two]) => add(value, convolved(rectified(convolved(value, one)), two)), input);
  const { first, down, middle, up, last } = layersOf(network);
  let value = convolved(planes, first);
  const kept: Planes[] = [];
  for (const { blocks, narrowing } of down) {
    value = through(value, blocks);
    kept.push(value);
    value = convolved(value, narrowing);
  }
  value = through(value, middle);
  for (const { widening, blocks } of up)
    value = through(add(spread(convolved(value, widening)), kept.pop() ?? []), blocks);
  return convolved(value, last);
}

function convolve(input: Planes, { name, outputs, side }: Convolution, parameters: Parameters): Planes {
  const weights = parameters.get(`${name}.weights`)?.values ?? new Float32Array();
  const bias = parameters.get(`${name}.bias`)?.values ?? new Float32Array();
  const stride = side === 2 ? 2 : 1;
  const margin = side === 3 ? 1 : 0;
  const [rows, columns] = [(input[0]?.length ?? 0) / stride, (input[0]?.[0]?.length ?? 0) / stride];
  const sumAt = (output: number, y: number, x: number): number => {
    let sum = bias[output] ?? 0;
    input.forEach((plane, channel) => {
      for (let dy = 0; dy < side; dy++)
        for (let dx = 0; dx < side; dx++) {
          const weight = weights[((output * input.length + channel) * side + dy) * side + dx] ?? 0;
          sum += weight * (plane[y * stride + dy - margin]?.[x * stride + dx - margin] ?? 0);
        }
    });
    return sum;
  };
  return Array.from({ length: outputs }, (_, output) =>
    Array.from({ length: rows }, (__, y) =>
      Float64Array.from({ length: columns }, (___, x) => sumAt(output, y, x)),
    ),
  );
}

/** Moves channels to a 2 x 2 larger grid: channel `(2 dy + dx) * quarter + c` goes to `(2 y + dy, 2 x + dx)` of `c`. */
function spread(input: Planes): Planes {
  const quarter = input.length / 4;
  const [rows, columns] = [input[0]?.length ?? 0, input[0]?.[0]?.length ?? 0];
  return Array.from({ length: quarter }, (_, channel) =>
    Array.from({ length: rows * 2 }, (__, y) =>
      Float64Array.from({ length: columns * 2 }, (___, x) => {
        const part = 2 * (y % 2) + (x % 2);
        return input[part * quarter + channel]?.[y >> 1]?.[x >> 1] ?? 0;
      }),
    ),
  );
}

const add = (one: Planes, two: Planes): Planes =>
  one.map((plane, channel) =>
    plane.map((row, y) => row.map((value, x) => value + (two[channel]?.[y]?.[x] ?? 0))),
  );

const rectified = (planes: Planes): Planes =>
  planes.map((plane) => plane.map((row) => row.map((value) => Math.max(0, value))));
