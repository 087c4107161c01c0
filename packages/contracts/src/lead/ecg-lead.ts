/** Samples of one lead without a gap. */
export interface EcgSegment {
  /** From the start of the recording to the first sample. */
  readonly startSeconds: number;
  /** Counts above 0 microvolts. */
  readonly samples: Int16Array;
}

/** One lead, in the counts that packets carry. */
export interface EcgLead {
  /** 1 to 16 characters. */
  readonly lead: string;
  /** 50 to 2000. */
  readonly samplingRateHz: number;
  /** Above 0, at most 1000. */
  readonly microvoltsPerCount: number;
  /** In order of time, at least one, each with at least one sample. */
  readonly segments: readonly EcgSegment[];
}
