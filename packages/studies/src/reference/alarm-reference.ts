import type { WfdbAnnotation } from '@beatwatch/recordings';
import { challengeLimits, type AlarmLimits } from './alarm-limits.ts';
import { annotatedBeats, type AnnotatedBeat } from './annotated-beats.ts';
import { annotatedRhythms, type AnnotatedRhythm } from './annotated-rhythms.ts';
import { scopeOf, type AnnotationScope } from './annotation-scope.ts';
import { fibrillationEpisodes, type RhythmEvent } from './rhythm-events.ts';

/** A record's reference annotations that alarms are judged by. */
export interface AlarmReference {
  readonly beats: readonly AnnotatedBeat[];
  readonly fibrillations: readonly RhythmEvent[];
  readonly rhythms: readonly AnnotatedRhythm[];
  /** What the annotations of the whole data set can tell. */
  readonly scope: AnnotationScope;
  readonly limits: AlarmLimits;
}

export interface ReferenceOptions {
  /** Default: what the record itself tells. */
  readonly scope?: AnnotationScope;
  /** Default: those of the CinC Challenge 2015. */
  readonly limits?: AlarmLimits;
}

export function alarmReference(
  annotations: readonly WfdbAnnotation[],
  samplingRateHz: number,
  recordSeconds: number,
  { scope = scopeOf([annotations]), limits = challengeLimits }: ReferenceOptions = {},
): AlarmReference {
  return {
    beats: annotatedBeats(annotations, samplingRateHz),
    fibrillations: fibrillationEpisodes(annotations, samplingRateHz, recordSeconds),
    rhythms: annotatedRhythms(annotations, samplingRateHz, recordSeconds),
    scope,
    limits,
  };
}
