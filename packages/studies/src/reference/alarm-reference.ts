import type { WfdbAnnotation } from '@beatwatch/recordings';
import { challengeLimits, type AlarmLimits } from './alarm-limits.ts';
import { annotatedBeats, type AnnotatedBeat } from './annotated-beats.ts';
import { annotatedRhythms, type AnnotatedRhythm } from './annotated-rhythms.ts';
import { truthOf, type DataSetTruth } from './data-set-truth.ts';
import { fibrillationEpisodes, type RhythmEvent } from './rhythm-events.ts';

/** A record's reference annotations that alarms are judged by. */
export interface AlarmReference {
  readonly beats: readonly AnnotatedBeat[];
  readonly fibrillations: readonly RhythmEvent[];
  readonly rhythms: readonly AnnotatedRhythm[];
  /** What the annotations of the whole data set can tell. */
  readonly truth: DataSetTruth;
  readonly limits: AlarmLimits;
}

export interface ReferenceOptions {
  /** Default: what the record itself tells. */
  readonly truth?: DataSetTruth;
  /** Default: those of the CinC Challenge 2015. */
  readonly limits?: AlarmLimits;
}

export function alarmReference(
  annotations: readonly WfdbAnnotation[],
  samplingRateHz: number,
  recordSeconds: number,
  { truth = truthOf([annotations]), limits = challengeLimits }: ReferenceOptions = {},
): AlarmReference {
  return {
    beats: annotatedBeats(annotations, samplingRateHz),
    fibrillations: fibrillationEpisodes(annotations, samplingRateHz, recordSeconds),
    rhythms: annotatedRhythms(annotations, samplingRateHz, recordSeconds),
    truth,
    limits,
  };
}
