/** The mark for a missing sample in counts of 16 bits. */
export const leastCount = -32_768;

/** A share of the range of the numbers: a sample this close to its end is at the end. */
const endShare = 0.1;

/**
 * The values of a signal whose format writes its least number for "no sample", with NaN for those. A run of marks that the
 * signal reaches on its way is a signal that left the range of its recorder and was clipped: that stays, one step above the
 * mark. So does a run beside the other end of the range.
 * @param values whole numbers from `mark` up
 * @param mark the format's least number, below 0
 */
export function presentValues(values: ArrayLike<number>, mark: number): Float64Array {
  const present = Float64Array.from(values);
  for (let from = 0; from < present.length; from += 1) {
    if (present[from] !== mark) continue;
    let to = from + 1;
    while (to < present.length && present[to] === mark) to += 1;
    const isClipped =
      reaches(present[from - 1], present[from - 2], mark) || reaches(values[to], values[to + 1], mark);
    present.fill(isClipped ? mark + 1 : NaN, from, to);
    from = to;
  }
  return present;
}

/** Whether the sample beside a mark is near an end of the range, or reaches the mark by two more steps like its last. */
function reaches(beside: number | undefined, before: number | undefined, mark: number): boolean {
  if (beside === undefined || Number.isNaN(beside)) return false;
  if (Math.abs(beside) >= Math.abs(mark) * (1 - endShare)) return true;
  return before !== undefined && !Number.isNaN(before) && beside + 2 * (beside - before) <= mark;
}
