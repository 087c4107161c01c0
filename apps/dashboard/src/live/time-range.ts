/** Span of a recording's time, epoch microseconds. */
export interface TimeRange {
  readonly fromUs: number;
  readonly toUs: number;
}
