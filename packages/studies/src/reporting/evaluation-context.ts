/** The records an evaluation runs over. */
export interface RecordsOptions {
  /** Folder of WFDB records. */
  readonly folder: string;
  /** Names of records. Default: all in the folder. */
  readonly only?: readonly string[];
  readonly onProgress?: (progress: RecordProgress) => void;
}

/** The record in progress, counted from 1. */
export interface RecordProgress {
  readonly name: string;
  /** Such as `clean` or `em 6 dB`. */
  readonly variant: string;
  readonly record: number;
  readonly records: number;
}

/** The command line and clock of a run, for its report. */
export interface EvaluationContext {
  /** As typed. */
  readonly command: string;
  /** Milliseconds on any clock. */
  readonly nowMs: () => number;
}

/** Facts about a run that its report states. */
export interface EvaluationFacts {
  readonly command: string;
  readonly durationMs: number;
}
