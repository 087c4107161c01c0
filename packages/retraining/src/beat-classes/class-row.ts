import type { BeatClass } from '@beatwatch/contracts';

/** Where the class of a beat is known from. */
export type RowSource = 'false alarm' | 'true alarm' | 'context' | 'reference';

/** A beat that trees learn from. */
export interface ClassRow {
  /** `[features]` of `beatFeatureNames`. */
  readonly features: Float32Array;
  readonly target: BeatClass;
  readonly source: RowSource;
  /** Whose beats weigh together. */
  readonly patient: string;
  /** Number of beats that it stands for, where others like it were left out. Default 1. */
  readonly beats?: number;
}
