/** Correlation of two windows over `[from, to)`, the second moved by `shift` values to the right and 0 outside. */
export function correlation(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { from, to, shift = 0 }: { readonly from: number; readonly to: number; readonly shift?: number },
): number {
  const { products, powerA, powerB } = moments(a, b, from, to, shift);
  return products / Math.sqrt(powerA * powerB);
}

/** Covariance and powers of two windows about their means over `[from, to)`. */
function moments(a: ArrayLike<number>, b: ArrayLike<number>, from: number, to: number, shift: number) {
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
  return {
    products: products - (sumA * sumB) / count,
    powerA: Math.max(1, squaresA - (sumA * sumA) / count),
    powerB: Math.max(1, squaresB - (sumB * sumB) / count),
  };
}
