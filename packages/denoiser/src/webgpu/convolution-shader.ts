import type { Convolution } from '../network/residual-network.ts';

export const convolutionBindings = {
  sizes: 0,
  weights: 1,
  bias: 2,
  input: 3,
  residual: 4,
  output: 5,
} as const;

/** Positions and channels of the output that a workgroup computes. */
export const convolutionTile = { columns: 16, rows: 8, channels: 32 } as const;

/** A thread computes as many neighbouring positions of a row, and as many channels at each. */
const threadTile = { columns: 4, channels: 8 } as const;
const vectors = threadTile.channels / 4;

const { columns: tileColumns, rows: tileRows, channels: tileChannels } = convolutionTile;
const columnThreads = tileColumns / threadTile.columns;
const threads = (columnThreads * tileRows * tileChannels) / threadTile.channels;

/** Channels and positions are no part of it: a network of any size needs as many kernels as there are kinds of convolution in it. */
export interface ConvolutionShader {
  readonly side: Convolution['side'];
  /** Cuts off what is below 0. */
  readonly rectified: boolean;
  /** Adds an image of the output's shape. */
  readonly hasResidual: boolean;
  /** Writes channels to a 2 x 2 larger grid; see `NetworkOperators.spread`. */
  readonly spread: boolean;
}

/** The kernel's uniform: rows and columns are of the output, before it is spread. */
export const convolutionSizes = (sizes: {
  readonly inputs: number;
  readonly outputs: number;
  readonly rows: number;
  readonly columns: number;
}): Uint32Array<ArrayBuffer> => Uint32Array.of(sizes.inputs, sizes.outputs, sizes.rows, sizes.columns);

/** Channels of the input that are in a workgroup's memory at once: with their weights at most 16 KiB, which every GPU has. */
const channelsAtOnce = { 1: 8, 2: 4, 3: 8 } as const;

/** Channels of the weights, which are padded to whole tiles. */
export const paddedChannels = (outputs: number): number => Math.ceil(outputs / tileChannels) * tileChannels;

/**
 * A convolution of planes `[inputs, rows, columns]` to `[outputs, rows, columns]`, with weights `[inputs, side, side, channels]`. A
 * workgroup brings a part of the input and its weights into its memory; a thread keeps 4 x 8 sums in registers, so that each number that
 * is read serves several.
 */
export function convolutionShader({ side, rectified, hasResidual, spread }: ConvolutionShader): string {
  const stride = side === 2 ? 2 : 1;
  const margin = side === 3 ? 1 : 0;
  const [areaRows, areaColumns] = [(tileRows - 1) * stride + side, (tileColumns - 1) * stride + side];
  const [areaSize, taps, atOnce] = [areaRows * areaColumns, side * side, channelsAtOnce[side]];
  const weightVectors = tileChannels / 4;
  const sums = (line: (at: number, vector: number) => string): string =>
    each(threadTile.columns, (at) => each(vectors, (vector) => line(at, vector)));
  const products = each(
    side,
    (dx) => `
${each(vectors, (vector) => `        let w${dx}_${vector} = kernel[weightAt + ${dx * weightVectors + vector}u];`)}
${sums((at, vector) => `        sum${at}_${vector} += in${at * stride + dx} * w${dx}_${vector};`)}`,
  );
  return `
struct Sizes { inputs: u32, outputs: u32, rows: u32, columns: u32 }
@group(0) @binding(${convolutionBindings.sizes}) var<uniform> sizes: Sizes;
@group(0) @binding(${convolutionBindings.weights}) var<storage, read> weights: array<vec4f>;
@group(0) @binding(${convolutionBindings.bias}) var<storage, read> bias: array<vec4f>;
@group(0) @binding(${convolutionBindings.input}) var<storage, read> input: array<f32>;
${hasResidual ? `@group(0) @binding(${convolutionBindings.residual}) var<storage, read> residual: array<f32>;` : ''}
@group(0) @binding(${convolutionBindings.output}) var<storage, read_write> output: array<f32>;

var<workgroup> area: array<f32, ${areaSize * atOnce}>;
var<workgroup> kernel: array<vec4f, ${taps * weightVectors * atOnce}>;

fn placeOf(channel: u32, y: u32, x: u32) -> u32 {
${
  spread
    ? `  let quarter = sizes.outputs / 4u;
  let corner = channel / quarter;
  return ((channel % quarter) * 2u * sizes.rows + 2u * y + corner / 2u) * 2u * sizes.columns + 2u * x + corner % 2u;`
    : '  return (channel * sizes.rows + y) * sizes.columns + x;'
}
}

fn put(x: u32, y: u32, first: u32, sums: vec4f) {
  if (x >= sizes.columns || y >= sizes.rows) { return; }
  for (var of4 = 0u; of4 < 4u; of4++) {
    let channel = first + of4;
    if (channel >= sizes.outputs) { return; }
    let place = placeOf(channel, y, x);
    var value = sums[of4];
    ${hasResidual ? 'value += residual[place];' : ''}
    output[place] = ${rectified ? 'max(value, 0.0)' : 'value'};
  }
}

@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let tileColumn = group.x * ${tileColumns}u;
  let tileRow = group.y * ${tileRows}u;
  let tileVector = group.z * ${weightVectors}u;
  let threadColumn = (thread % ${columnThreads}u) * ${threadTile.columns}u;
  let threadRow = (thread / ${columnThreads}u) % ${tileRows}u;
  let threadVector = (thread / ${columnThreads * tileRows}u) * ${vectors}u;
  let column = tileColumn + threadColumn;
  let row = tileRow + threadRow;
  let vectorStart = tileVector + threadVector;
  let paddedVectors = arrayLength(&bias);
  let inputRows = sizes.rows * ${stride}u;
  let inputColumns = sizes.columns * ${stride}u;
${sums((at, vector) => `  var sum${at}_${vector} = bias[vectorStart + ${vector}u];`)}
  for (var firstChannel = 0u; firstChannel < sizes.inputs; firstChannel += ${atOnce}u) {
    let channels = min(${atOnce}u, sizes.inputs - firstChannel);
    for (var at = thread; at < channels * ${areaSize}u; at += ${threads}u) {
      let place = at % ${areaSize}u;
      // Before the first row or column it wraps round to a number that is beyond the last.
      let y = tileRow * ${stride}u + place / ${areaColumns}u - ${margin}u;
      let x = tileColumn * ${stride}u + place % ${areaColumns}u - ${margin}u;
      var value = 0.0;
      if (y < inputRows && x < inputColumns) {
        value = input[((firstChannel + at / ${areaSize}u) * inputRows + y) * inputColumns + x];
      }
      area[at] = value;
    }
    for (var at = thread; at < channels * ${taps * weightVectors}u; at += ${threads}u) {
      let tap = firstChannel * ${taps}u + at / ${weightVectors}u;
      kernel[at] = weights[tap * paddedVectors + tileVector + at % ${weightVectors}u];
    }
    workgroupBarrier();
    for (var channel = 0u; channel < channels; channel++) {
      for (var dy = 0u; dy < ${side}u; dy++) {
        let areaAt = channel * ${areaSize}u + (threadRow * ${stride}u + dy) * ${areaColumns}u + threadColumn * ${stride}u;
        let weightAt = (channel * ${taps}u + dy * ${side}u) * ${weightVectors}u + threadVector;
${each((threadTile.columns - 1) * stride + side, (at) => `        let in${at} = area[areaAt + ${at}u];`)}
${products}
      }
    }
    workgroupBarrier();
  }
${sums((at, vector) => `  put(column + ${at}u, row, 4u * (vectorStart + ${vector}u), sum${at}_${vector});`)}
}
`;
}

const each = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');
