import type { Beat, BeatClass } from '@beatwatch/contracts';

/** A beat of which it is known what it is. */
export interface ReferenceBeat {
  readonly beat: Beat;
  /** Absent for a beat that models see and nobody judges. */
  readonly normal?: boolean;
  /** Whether its form tells an anomalous beat, as that of ventricular ones does, and not only when it comes. Default: true */
  readonly toldByForm?: boolean;
  /** Annotated. Default: nobody has said more than `normal` does */
  readonly beatClass?: BeatClass;
  /** Whether an adaptation may learn from it. */
  readonly learnable: boolean;
}

/** Beats of one lead of one patient, in order of time. */
export interface ReferenceSequence {
  /** Whose beats are drawn together in a bootstrap. */
  readonly patient: string;
  readonly beats: readonly ReferenceBeat[];
}

/** Beats that two models are compared on. */
export interface ReferenceSet {
  /** Letters, digits and hyphens. */
  readonly name: string;
  readonly title: string;
  /** `adapted`: the model gets to know each patient, as live; `alone`: by the reconstruction loss and the model's own threshold. */
  readonly judged: 'adapted' | 'alone';
  readonly sequences: readonly ReferenceSequence[];
  /** Names of recordings, as in model files; models that learned from them are named in the report. Default: none. */
  readonly records?: readonly string[];
  /** Whose alarms are compared as well. Default: no alarms are */
  readonly alarmsOf?: AnnotatedRecords;
}

/** Records on disk whose annotations tell which alarms are right. */
export interface AnnotatedRecords {
  /** Folder of the data sets. */
  readonly dataFolder: string;
  /** Of one data set. */
  readonly records: readonly { readonly dataSet: string; readonly name: string }[];
}
