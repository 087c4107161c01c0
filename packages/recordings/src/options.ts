import type { VoltageUnit } from '@beatwatch/contracts';

/** What the caller knows about a file that does not state it. */
export interface ReadOptions {
  /** 50 to 2000. CSV: takes precedence over a column of times. MAT: for files without a header and without `fs`. */
  readonly samplingRateHz?: number | undefined;
  /** Unit of the values, for CSV and EDF without units and MAT without a header. */
  readonly unit?: VoltageUnit | undefined;
}
