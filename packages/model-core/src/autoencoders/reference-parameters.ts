/** Weights in double precision, by name, row-major. */
export type ReferenceParameters = ReadonlyMap<string, Float64Array>;

/** The number at a place that is there by definition; one that is not there poisons the result. */
export const at = (values: ArrayLike<number>, index: number): number => values[index] ?? Number.NaN;

/** @throws Error where the weight is missing */
export function weights(parameters: ReferenceParameters, name: string): Float64Array {
  const found = parameters.get(name);
  if (found === undefined) throw new Error(`no weight ${name}`);
  return found;
}
