/** A weight tensor: shape and row-major values. */
export interface Tensor<Values extends Float32Array | Float64Array = Float32Array> {
  readonly shape: readonly number[];
  readonly values: Values;
}

/** Weights of a model by name, in a fixed order. */
export type Parameters<Values extends Float32Array | Float64Array = Float32Array> = ReadonlyMap<
  string,
  Tensor<Values>
>;

export const elementCount = (shape: readonly number[]): number =>
  shape.reduce((product, size) => product * size, 1);

export function copyParameters(parameters: Parameters): Parameters {
  return new Map(
    [...parameters].map(([name, { shape, values }]) => [name, { shape, values: values.slice() }]),
  );
}

export function zerosLike(parameters: Parameters): Parameters {
  return new Map(
    [...parameters].map(([name, { shape, values }]) => [
      name,
      { shape, values: new Float32Array(values.length) },
    ]),
  );
}
