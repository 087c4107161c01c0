import { enabling, rounded, typeOf, type StoredFloat } from './stored-float.ts';

export interface ProjectionShader {
  /** Features of the input. */
  readonly inputSize: number;
  /** Units of the layer that the product is for. */
  readonly units: number;
  readonly float: StoredFloat;
  /** Type of the input: of states between layers, or `f32` for the code. */
  readonly inputFloat: StoredFloat;
  /** Rows of the input for each beat: the steps, or 1. */
  readonly rowsPerBeat: number;
}

export const projectionBindings = { sizes: 0, weights: 1, bias: 2, source: 3, product: 4 } as const;

/** Rows and units that a workgroup computes; a thread 8 rows of 2 units, 64 sums in registers. */
export const projectionTile = { rows: 128, units: 32 } as const;
const depth = 16;

/**
 * Input part of a layer's gates for all steps in one product, `source [rows, inputSize] x weights [inputSize, units] + bias [units]`,
 * where each unit is a `vec4` of its gates. Tiles of both factors pass through the workgroup's memory, 16 features at a time.
 */
export function projectionShader(options: ProjectionShader): string {
  const { inputSize, units, float, inputFloat, rowsPerBeat } = options;
  const rows = [0, 1, 2, 3, 4, 5, 6, 7] as const;
  return `${enabling(float)}
struct Sizes { batch: u32 }
@group(0) @binding(${projectionBindings.sizes}) var<uniform> sizes: Sizes;
@group(0) @binding(${projectionBindings.weights}) var<storage, read> weights: array<vec4<${typeOf(float)}>>;
@group(0) @binding(${projectionBindings.bias}) var<storage, read> bias: array<vec4f>;
@group(0) @binding(${projectionBindings.source}) var<storage, read> source: array<${typeOf(inputFloat)}>;
@group(0) @binding(${projectionBindings.product}) var<storage, read_write> product: array<vec4<${typeOf(float)}>>;

const INPUTS = ${inputSize}u;
const UNITS = ${units}u;
// Rows are packed by fours, so that one read of the workgroup's memory serves four sums.
var<workgroup> left: array<vec4f, ${depth * (projectionTile.rows / 4)}>;
var<workgroup> right: array<vec4f, ${depth * projectionTile.units}>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let rowCount = sizes.batch * ${rowsPerBeat}u;
  let firstRow = workgroup.x * ${projectionTile.rows}u;
  let firstUnit = workgroup.y * ${projectionTile.units}u;
  let x = thread % 16u;
  let y = thread / 16u;
  ${rows.map((row) => `var a${row} = vec4f(0.0); var b${row} = vec4f(0.0);`).join('\n  ')}
  for (var depth = 0u; depth < INPUTS; depth += ${depth}u) {
    for (var at = thread; at < ${depth * (projectionTile.rows / 4)}u; at += 256u) {
      let k = depth + at % ${depth}u;
      let row = firstRow + (at / ${depth}u) * 4u;
      var four = vec4f(0.0);
      if (k < INPUTS) {
        for (var j = 0u; j < 4u; j++) {
          if (row + j < rowCount) { four[j] = f32(source[(row + j) * INPUTS + k]); }
        }
      }
      left[(at % ${depth}u) * ${projectionTile.rows / 4}u + at / ${depth}u] = four;
    }
    for (var at = thread; at < ${depth * projectionTile.units}u; at += 256u) {
      let k = depth + at / ${projectionTile.units}u;
      let unit = firstUnit + at % ${projectionTile.units}u;
      var gates = vec4f(0.0);
      if (k < INPUTS && unit < UNITS) { gates = vec4f(weights[k * UNITS + unit]); }
      right[at] = gates;
    }
    workgroupBarrier();
    for (var k = 0u; k < ${depth}u; k++) {
      let upper = left[k * ${projectionTile.rows / 4}u + 2u * y];
      let lower = left[k * ${projectionTile.rows / 4}u + 2u * y + 1u];
      let one = right[k * ${projectionTile.units}u + x];
      let other = right[k * ${projectionTile.units}u + x + 16u];
      ${rows
        .map((row) => {
          const value = `${row < 4 ? 'upper' : 'lower'}[${row % 4}]`;
          return `a${row} += one * ${value}; b${row} += other * ${value};`;
        })
        .join('\n      ')}
    }
    workgroupBarrier();
  }
  let unitA = firstUnit + x;
  let unitB = unitA + 16u;
  ${rows
    .map(
      (row) => `let row${row} = firstRow + y * 8u + ${row}u;
  if (row${row} < rowCount) {
    if (unitA < UNITS) { product[row${row} * UNITS + unitA] = ${rounded(float, `a${row} + bias[unitA]`, 'vector')}; }
    if (unitB < UNITS) { product[row${row} * UNITS + unitB] = ${rounded(float, `b${row} + bias[unitB]`, 'vector')}; }
  }`,
    )
    .join('\n  ')}
}
`;
}
