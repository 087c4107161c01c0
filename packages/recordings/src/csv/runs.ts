/** Sampling rate of a column of times, and its runs without a gap. */
export interface CsvTimes {
  readonly samplingRateHz: number;
  /** Rows `from` (inclusive) to `to` (exclusive), in order; none begins before the one before it ends. */
  readonly runs: readonly Run[];
  /** What is not sure. */
  readonly notes: readonly string[];
}

export interface Run {
  readonly from: number;
  readonly to: number;
  readonly startSeconds: number;
}

/** The rate, or the whole number that is this close to it, as a share. */
export function snappedRate(rateHz: number, share: number): number {
  const whole = Math.round(rateHz);
  return Math.abs(rateHz - whole) <= whole * share ? whole : rateHz;
}
