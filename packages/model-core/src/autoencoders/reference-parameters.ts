/** Weights in double precision, by name, row-major. */
export type ReferenceParameters = ReadonlyMap<string, Float64Array>;

/** Element at an index that exists by construction; NaN, which spoils the result, if it does not. */
export const at = (values: ArrayLike<number>, index: number): number => values[index] ?? Number.NaN;

/** @throws Error if the weight is missing */
export function weights(parameters: ReferenceParameters, name: string): Float64Array {
  const found = parameters.get(name);
  if (found === undefined) throw new Error(`weight ${name} is missing`);
  return found;
}
