/** Sums of a least squares fit of several outputs with a penalty on the weights; the last input is constant. */
export class LeastSquares {
  readonly #squares: readonly Float64Array[];
  readonly #products: readonly Float64Array[];

  /** @param ridge penalty on the squares of the weights, above 0 */
  constructor(inputs: number, outputs: number, ridge: number) {
    this.#squares = Array.from({ length: inputs + 1 }, (_, at) => {
      const row = new Float64Array(inputs + 1);
      row[at] = ridge;
      return row;
    });
    this.#products = Array.from({ length: inputs + 1 }, () => new Float64Array(outputs));
  }

  add(input: Float32Array, output: ArrayLike<number>, weight = 1): void {
    const row = Float64Array.from([...input, 1]);
    row.forEach((value, at) => {
      addScaled(this.#squares[at], row, weight * value);
      addScaled(this.#products[at], output, weight * value);
    });
  }

  /** Ends the fit. */
  solve(): (input: Float32Array) => Float32Array {
    const weights = solved(this.#squares, this.#products);
    return (input) => {
      const result = Float64Array.from(weights.at(-1) ?? []);
      input.forEach((value, at) => {
        addScaled(result, weights[at] ?? [], value);
      });
      return Float32Array.from(result);
    };
  }
}

function addScaled(to: Float64Array | undefined, values: ArrayLike<number>, factor: number): void {
  if (to === undefined) return;
  for (let at = 0; at < to.length; at += 1) to[at] = (to[at] ?? 0) + factor * (values[at] ?? 0);
}

/** Solves `matrix x = right` for a symmetric positive matrix, by Gauss and Jordan; both are changed. */
function solved(matrix: readonly Float64Array[], right: readonly Float64Array[]): readonly Float64Array[] {
  matrix.forEach((row, pivot) => {
    const factor = 1 / (row[pivot] ?? 1);
    for (const part of [row, right[pivot] ?? new Float64Array()]) {
      part.forEach((value, at) => {
        part[at] = value * factor;
      });
    }
    matrix.forEach((other, index) => {
      if (index === pivot) return;
      const share = -(other[pivot] ?? 0);
      addScaled(other, row, share);
      addScaled(right[index], right[pivot] ?? [], share);
    });
  });
  return right;
}
