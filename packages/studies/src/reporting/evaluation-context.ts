/** Which records are evaluated. */
export interface RecordsOptions {
  /** With WFDB records. */
  readonly folder: string;
  /** Names of records. Default: all of the folder. */
  readonly only?: readonly string[];
  readonly onProgress?: (progress: RecordProgress) => void;
}

/** Which record is being worked on, counted from 1. */
export interface RecordProgress {
  readonly name: string;
  /** Such as `clean` or `em 6 dB`. */
  readonly variant: string;
  readonly record: number;
  readonly records: number;
}

/** How a run came to be, for its report. */
export interface EvaluationContext {
  /** As it was typed. */
  readonly command: string;
  readonly nowMs: () => number;
}

/** What a report says of its run. */
export interface EvaluationFacts {
  readonly command: string;
  readonly durationMs: number;
}
