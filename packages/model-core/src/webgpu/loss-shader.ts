export const lossBindings = { sizes: 0, beats: 1, reconstructions: 2, losses: 3 } as const;

/** Threads of a workgroup, each with one beat. */
export const lossThreads = 64;

/** Sums of absolute errors, one a beat: `beats` and `reconstructions [batch, steps]` to `losses [batch]`. */
export const lossShader = (steps: number): string => `
struct Sizes { batch: u32 }
@group(0) @binding(${lossBindings.sizes}) var<uniform> sizes: Sizes;
@group(0) @binding(${lossBindings.beats}) var<storage, read> beats: array<f32>;
@group(0) @binding(${lossBindings.reconstructions}) var<storage, read> reconstructions: array<f32>;
@group(0) @binding(${lossBindings.losses}) var<storage, read_write> losses: array<f32>;

@compute @workgroup_size(${lossThreads})
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= sizes.batch) { return; }
  let start = id.x * ${steps}u;
  var sum = 0.0;
  for (var step = 0u; step < ${steps}u; step++) {
    sum += abs(reconstructions[start + step] - beats[start + step]);
  }
  losses[id.x] = sum;
}
`;
