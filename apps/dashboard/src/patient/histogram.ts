export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Counts values in bins of equal ratio between their edges: scores span several powers of ten. */
export function logBins(
  values: readonly number[],
  range: { readonly min: number; readonly max: number },
  bins: number,
): Bin[] {
  const low = Math.log(range.min);
  const step = (Math.log(range.max) - low) / bins;
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const index = Math.min(bins - 1, Math.max(0, Math.floor((Math.log(value) - low) / step)));
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts.map((count, index) => ({
    from: Math.exp(low + index * step),
    to: Math.exp(low + (index + 1) * step),
    count,
  }));
}

/** Powers of ten within a range, with their multiples by 2 and 5 if the range is short. */
export function roundValues(min: number, max: number): number[] {
  const factors = Math.log10(max / min) > 2.2 ? [1] : [1, 2, 5];
  const values: number[] = [];
  for (let power = Math.floor(Math.log10(min)); power <= Math.log10(max); power += 1) {
    values.push(...factors.map((factor) => Number((factor * 10 ** power).toPrecision(1))));
  }
  return values.filter((value) => value >= min && value <= max);
}
