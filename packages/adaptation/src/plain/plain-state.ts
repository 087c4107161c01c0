import type { PatientThreshold } from '../patient-threshold.ts';

export const plainStateVersion = 2;

/** All that a plain adaptation remembers: plain data. */
export interface PlainState {
  readonly version: typeof plainStateVersion;
  /** Losses that the threshold is being learned from. */
  readonly learning: readonly number[];
  readonly learned?: PatientThreshold;
  /** Staff's threshold. */
  readonly setThreshold?: number;
  /** Of the last non-anomalous beats, oldest first. */
  readonly rrIntervalsMs: readonly number[];
}
