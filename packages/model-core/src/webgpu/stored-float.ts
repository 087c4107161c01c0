/**
 * Precision of weights and of states between layers; sums are 32-bit floats with each. `f16-emulated` rounds to half precision and stores 32
 * bits: what `f16` does to scores can be measured where the device does not compute in it.
 */
export type StoredFloat = 'f32' | 'f16' | 'f16-emulated';

/** WGSL's type. */
export const typeOf = (float: StoredFloat): 'f32' | 'f16' => (float === 'f16' ? 'f16' : 'f32');

export const bytesOf = (float: StoredFloat): 2 | 4 => (float === 'f16' ? 2 : 4);

/** First line of a shader. */
export const enabling = (float: StoredFloat): string => (float === 'f16' ? 'enable f16;' : '');

/** A 32-bit expression as it is stored. */
export function rounded(
  float: StoredFloat,
  expression: string,
  shape: 'scalar' | 'vector' = 'scalar',
): string {
  switch (float) {
    case 'f32':
      return expression;
    case 'f16':
      return `${shape === 'vector' ? 'vec4<f16>' : 'f16'}(${expression})`;
    case 'f16-emulated':
      return `quantizeToF16(${expression})`;
  }
}
