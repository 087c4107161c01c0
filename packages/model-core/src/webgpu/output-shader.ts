import { enabling, typeOf, type StoredFloat } from './stored-float.ts';

export const outputBindings = { sizes: 0, weights: 1, states: 2, reconstructions: 3 } as const;

/** Threads of a workgroup. */
export const outputThreads = 64;

/**
 * The output layer, one number a step: `states [steps, batch, units]` to `reconstructions [batch, steps]`. `weights` has the bias after
 * the last unit.
 */
export function outputShader({
  units,
  steps,
  float,
}: {
  readonly units: number;
  readonly steps: number;
  readonly float: StoredFloat;
}): string {
  return `${enabling(float)}
struct Sizes { batch: u32 }
@group(0) @binding(${outputBindings.sizes}) var<uniform> sizes: Sizes;
@group(0) @binding(${outputBindings.weights}) var<storage, read> weights: array<f32>;
@group(0) @binding(${outputBindings.states}) var<storage, read> states: array<${typeOf(float)}>;
@group(0) @binding(${outputBindings.reconstructions}) var<storage, read_write> reconstructions: array<f32>;

@compute @workgroup_size(${outputThreads})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let beat = id.x;
  let step = id.y;
  if (beat >= sizes.batch) { return; }
  let start = (step * sizes.batch + beat) * ${units}u;
  var sum = weights[${units}u];
  for (var unit = 0u; unit < ${units}u; unit++) { sum += f32(states[start + unit]) * weights[unit]; }
  reconstructions[beat * ${steps}u + step] = sum;
}
`;
}
