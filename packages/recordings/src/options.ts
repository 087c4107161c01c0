import type { VoltageUnit } from '@beatwatch/contracts';

/** What a caller knows of a file that does not say it itself. */
export interface ReadOptions {
  /** Hz, 50 to 2000. For CSV: counts more than a column of times. For MAT without a header and without `fs`. */
  readonly samplingRateHz?: number | undefined;
  /** Of the values, for CSV without units and MAT without a header. */
  readonly unit?: VoltageUnit | undefined;
}
