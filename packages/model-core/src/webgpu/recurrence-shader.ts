import { enabling, rounded, typeOf, type StoredFloat } from './stored-float.ts';
import type { Tiling } from './tiling.ts';

export interface RecurrenceShader {
  readonly units: number;
  readonly steps: number;
  readonly tiling: Tiling;
  readonly float: StoredFloat;
  /**
   * What comes into the gates besides the earlier state: `sample`: one number of the beat a step, times a weight; `step`: a product that
   * was computed for all steps before; `beat`: one product for all steps.
   */
  readonly input: 'sample' | 'step' | 'beat';
  /** States of every step `[steps, batch, units]`, or those of the last one `[batch, units]`, as 32-bit floats. */
  readonly output: 'every' | 'last';
}

/** Numbers of the bindings in `@group(0)`. */
export const recurrenceBindings = { sizes: 0, recurrent: 1, source: 2, inputWeights: 3, states: 4 } as const;

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

/**
 * An LSTM layer over all steps in one dispatch. A workgroup has some beats for itself: their states lie in its memory, so that a step
 * waits for its own threads alone. A thread computes the four gates of a unit for `beatsPerThread` beats in registers. Recurrent weights
 * stand in the workgroup's memory where they fit; otherwise they come from the GPU's memory (its cache, mostly), once for these beats.
 * The same idea as persistent RNNs in CUDA: Diamos et al., ICML 2016; Pöppel et al., FlashRNN, 2024.
 *
 * Bindings: `recurrent` and `inputWeights` (`sample`: weights, then biases) are `vec4`s of the gates input, output, forget, cell by
 * `[from, to]` unit; `source` is the beats `[batch, steps]` or the product, `vec4`s by `[steps, batch, units]` or `[batch, units]`.
 */
export function recurrenceShader({ units, steps, tiling, float, input, output }: RecurrenceShader): string {
  const { beatsPerThread: beats, groups, groupThreads, unitsPerThread, keepsWeights } = tiling;
  const packed = beats === 1 ? 1 : 4;
  const packs = beats / packed;
  const pack = packed === 1 ? 'f32' : 'vec4f';
  const part = (name: string, beat: number): string => (packed === 1 ? name : `${name}[${beat % packed}]`);
  const hidden = (k: string, at: number): string => `hidden[(group * ${units}u + ${k}) * ${packs}u + ${at}u]`;
  const weight = keepsWeights ? 'kept[k * UNITS + unit]' : 'recurrent[k * UNITS + unit]';
  const source = {
    sample: {
      type: 'f32',
      gates: (beat: number) =>
        `inputWeights[unit] * source[beat${beat} * STEPS + step] + inputWeights[UNITS + unit]`,
    },
    step: {
      type: `vec4<${typeOf(float)}>`,
      gates: (beat: number) => `vec4f(source[(step * sizes.batch + beat${beat}) * UNITS + unit])`,
    },
    beat: {
      type: `vec4<${typeOf(float)}>`,
      gates: (beat: number) => `vec4f(source[beat${beat} * UNITS + unit])`,
    },
  }[input];
  const stored =
    output === 'every'
      ? (beat: number) =>
          `states[(step * sizes.batch + first + ${beat}u) * UNITS + unit] = ${rounded(float, `next${beat}`)};`
      : (beat: number) =>
          `if (step == STEPS - 1u) { states[(first + ${beat}u) * UNITS + unit] = next${beat}; }`;

  return `${enabling(float)}
struct Sizes { batch: u32 }
@group(0) @binding(${recurrenceBindings.sizes}) var<uniform> sizes: Sizes;
@group(0) @binding(${recurrenceBindings.recurrent}) var<storage, read> recurrent: array<vec4<${typeOf(float)}>>;
@group(0) @binding(${recurrenceBindings.source}) var<storage, read> source: array<${source.type}>;
${input === 'sample' ? `@group(0) @binding(${recurrenceBindings.inputWeights}) var<storage, read> inputWeights: array<vec4f>;` : ''}
@group(0) @binding(${recurrenceBindings.states}) var<storage, read_write> states: array<${output === 'every' ? typeOf(float) : 'f32'}>;

const UNITS = ${units}u;
const STEPS = ${steps}u;
var<workgroup> hidden: array<${pack}, ${units * groups * packs}>;
${keepsWeights ? `var<workgroup> kept: array<vec4<${typeOf(float)}>, ${units * units}>;` : ''}

// Bounds keep exp away from infinity, which WGSL leaves open.
fn sigmoid(x: f32) -> f32 { return 1.0 / (1.0 + exp(-clamp(x, -30.0, 30.0))); }
fn squash(x: f32) -> f32 { return 1.0 - 2.0 / (exp(2.0 * clamp(x, -15.0, 15.0)) + 1.0); }

@compute @workgroup_size(${groups * groupThreads})
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let group = thread / ${groupThreads}u;
  let own = thread % ${groupThreads}u;
  let first = (workgroup.x * ${groups}u + group) * ${beats}u;
  ${range(beats)
    .map((beat) => `let beat${beat} = min(first + ${beat}u, sizes.batch - 1u);`)
    .join('\n  ')}
  var cells: array<f32, ${unitsPerThread * beats}>;
  var latest: array<f32, ${unitsPerThread * beats}>;
  for (var turn = 0u; turn < ${unitsPerThread}u; turn++) {
    let unit = turn * ${groupThreads}u + own;
    if (unit < UNITS) { ${range(packs)
      .map((at) => `${hidden('unit', at)} = ${pack}(0.0);`)
      .join(' ')} }
  }
  ${keepsWeights ? `for (var at = thread; at < UNITS * UNITS; at += ${groups * groupThreads}u) { kept[at] = recurrent[at]; }` : ''}
  workgroupBarrier();
  for (var step = 0u; step < STEPS; step++) {
    for (var turn = 0u; turn < ${unitsPerThread}u; turn++) {
      let unit = turn * ${groupThreads}u + own;
      if (unit < UNITS) {
        ${range(beats)
          .map((beat) => `var gates${beat} = ${source.gates(beat)};`)
          .join('\n        ')}
        for (var k = 0u; k < UNITS; k++) {
          let weights = vec4f(${weight});
          ${range(packs)
            .map((at) => `let h${at} = ${hidden('k', at)};`)
            .join('\n          ')}
          ${range(beats)
            .map((beat) => `gates${beat} += weights * ${part(`h${Math.floor(beat / packed)}`, beat)};`)
            .join('\n          ')}
        }
        ${range(beats)
          .map((beat) => {
            const at = `turn * ${beats}u + ${beat}u`;
            return `let cell${beat} = sigmoid(gates${beat}.z) * cells[${at}] + sigmoid(gates${beat}.x) * squash(gates${beat}.w);
        cells[${at}] = cell${beat};
        latest[${at}] = sigmoid(gates${beat}.y) * squash(cell${beat});`;
          })
          .join('\n        ')}
      }
    }
    workgroupBarrier();
    for (var turn = 0u; turn < ${unitsPerThread}u; turn++) {
      let unit = turn * ${groupThreads}u + own;
      if (unit < UNITS) {
        ${range(beats)
          .map((beat) => `let next${beat} = latest[turn * ${beats}u + ${beat}u];`)
          .join('\n        ')}
        ${range(packs)
          .map(
            (at) =>
              `${hidden('unit', at)} = ${pack}(${range(packed)
                .map((j) => `next${at * packed + j}`)
                .join(', ')});`,
          )
          .join('\n        ')}
        ${range(beats)
          .map((beat) => `if (first + ${beat}u < sizes.batch) { ${stored(beat)} }`)
          .join('\n        ')}
      }
    }
    workgroupBarrier();
  }
}
`;
}
