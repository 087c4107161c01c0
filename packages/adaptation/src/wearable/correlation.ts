interface Part {
  readonly from: number;
  /** First value after the part. */
  readonly to: number;
  /** By which the second window is moved to the right, values; it is 0 outside. Default 0. */
  readonly shift?: number;
}

/** Correlation of two windows over a part of them. */
export function correlation(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { from, to, shift = 0 }: Part,
): number {
  const count = to - from;
  let sumA = 0;
  let sumB = 0;
  let squaresA = 0;
  let squaresB = 0;
  let products = 0;
  for (let index = from; index < to; index += 1) {
    const valueA = a[index] ?? 0;
    const valueB = b[index - shift] ?? 0;
    sumA += valueA;
    sumB += valueB;
    squaresA += valueA * valueA;
    squaresB += valueB * valueB;
    products += valueA * valueB;
  }
  const powerA = Math.max(1, squaresA - (sumA * sumA) / count);
  const powerB = Math.max(1, squaresB - (sumB * sumB) / count);
  return (products - (sumA * sumB) / count) / Math.sqrt(powerA * powerB);
}
