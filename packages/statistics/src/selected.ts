/** Values in the work of the call at hand; calls never overlap. */
let work = new Float64Array(256);

/** Two neighbours of the values in ascending order. */
export interface Neighbours {
  /** The value of the rank; NaN where it is missing. */
  readonly value: number;
  /** The one before it; NaN where it is missing. */
  readonly before: number;
}

/**
 * The value of a rank, and the one before it, without sorting all of them (Hoare 1961, doi:10.1145/366622.366647).
 * @param rank 0 for the smallest; NaN counts as larger than any number
 */
export function selected(values: ArrayLike<number>, rank: number): Neighbours {
  const { length } = values;
  if (rank < 0 || rank >= length) return { value: Number.NaN, before: Number.NaN };
  if (work.length < length) work = new Float64Array(2 * length);
  work.set(values);
  if (hasNaN(work, length)) work.subarray(0, length).sort();
  else moveToRank(work, rank, length);
  return { value: work[rank] ?? Number.NaN, before: rank === 0 ? Number.NaN : largestBelow(work, rank) };
}

function hasNaN(values: Float64Array, length: number): boolean {
  let sum = 0;
  for (let index = 0; index < length; index += 1) sum += values[index] ?? 0;
  return Number.isNaN(sum);
}

/** Moves the value of the rank to its place; smaller ones, or equal ones, are before it then. */
function moveToRank(values: Float64Array, rank: number, length: number): void {
  let from = 0;
  let to = length - 1;
  while (from < to) {
    const pivot = values[rank] ?? 0;
    let low = from;
    let high = to;
    do {
      while ((values[low] ?? 0) < pivot) low += 1;
      while ((values[high] ?? 0) > pivot) high -= 1;
      if (low > high) break;
      const swapped = values[low] ?? 0;
      values[low] = values[high] ?? 0;
      values[high] = swapped;
      low += 1;
      high -= 1;
    } while (low <= high);
    if (high < rank) from = low;
    if (rank < low) to = high;
  }
}

function largestBelow(values: Float64Array, rank: number): number {
  let largest = values[0] ?? Number.NaN;
  for (let index = 1; index < rank; index += 1) {
    const value = values[index] ?? 0;
    // What is not comparable is largest.
    if (!(value <= largest)) largest = value;
  }
  return largest;
}
