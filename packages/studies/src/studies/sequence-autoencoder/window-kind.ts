import type { WfdbAnnotation } from '@beatwatch/recordings';
import { annotatedBeats } from '../../reference/annotated-beats.ts';
import { annotatedRhythms, isRhythm, type AnnotatedRhythm } from '../../reference/annotated-rhythms.ts';
import { fibrillationEpisodes, type RhythmEvent } from '../../reference/rhythm-events.ts';
import type { WearableLabel } from '../../reference/reference-labels.ts';

/** What a window shows, by its annotations. */
export type WindowKind =
  | 'normal'
  | 'atrial fibrillation'
  | 'supraventricular beats'
  | 'ventricular beats'
  | 'ventricular run'
  | 'ventricular tachycardia'
  | 'ventricular fibrillation'
  | 'supraventricular tachycardia'
  | 'noise'
  | 'other rhythm';

const kindOfLabel: Readonly<Record<WearableLabel, WindowKind>> = {
  N: 'normal',
  A: 'atrial fibrillation',
  O: 'other rhythm',
  '~': 'noise',
};

export const kindByLabel = (label: WearableLabel): WindowKind => kindOfLabel[label];

const rhythmShare = 0.75;
/** Ectopic beats that make a window one of ectopic rhythm: every fourth, as in quadrigeminy. */
const ectopicBeats = 4;
const normalRhythms: readonly string[] = ['N', 'NSR'];

/**
 * The kind of a window by its annotated rhythm, or else by its annotated beats.
 * @returns undefined for anything else, such as one ectopic beat or a change of rhythm
 */
export function kindByAnnotations(
  annotated: AnnotatedSignal,
  from: number,
  to: number,
): WindowKind | undefined {
  const shareOf = (start: number, end: number): number =>
    Math.max(0, Math.min(to, end) - Math.max(from, start)) / (to - from);
  const fibrillating = annotated.fibrillations.reduce(
    (sum, { onsetSeconds, endSeconds }) => sum + shareOf(onsetSeconds, endSeconds),
    0,
  );
  if (fibrillating > 0) return fibrillating >= rhythmShare ? 'ventricular fibrillation' : undefined;
  const rhythms = annotated.rhythms.filter(
    ({ fromSeconds, toSeconds }) => shareOf(fromSeconds, toSeconds) > 0,
  );
  const rhythm = rhythms.find(({ fromSeconds, toSeconds }) => shareOf(fromSeconds, toSeconds) >= rhythmShare);
  if (rhythm === undefined && rhythms.length > 0) return undefined;
  const named = rhythm === undefined ? undefined : kindByRhythm(rhythm);
  if (named !== undefined) return named;
  const classes = annotated.beats
    .filter(({ seconds }) => seconds >= from - 0.1 && seconds < to)
    .map(({ aamiClass }) => aamiClass)
    .join('');
  if (classes === '') {
    return rhythm !== undefined && normalRhythms.includes(rhythm.name) ? 'normal' : undefined;
  }
  if (/^N+$/.test(classes)) {
    return rhythm === undefined || normalRhythms.includes(rhythm.name) ? 'normal' : undefined;
  }
  if (classes.includes('VVV')) return 'ventricular run';
  if (count(classes, 'V') >= ectopicBeats) return 'ventricular beats';
  return count(classes, 'S') >= ectopicBeats ? 'supraventricular beats' : undefined;
}

export interface AnnotatedSignal {
  readonly rhythms: readonly AnnotatedRhythm[];
  readonly fibrillations: readonly RhythmEvent[];
  readonly beats: ReturnType<typeof annotatedBeats>;
}

export const annotatedSignal = (
  annotations: readonly WfdbAnnotation[],
  samplingRateHz: number,
  seconds: number,
): AnnotatedSignal => ({
  rhythms: annotatedRhythms(annotations, samplingRateHz, seconds),
  fibrillations: fibrillationEpisodes(annotations, samplingRateHz, seconds),
  beats: annotatedBeats(annotations, samplingRateHz),
});

function kindByRhythm(rhythm: AnnotatedRhythm): WindowKind | undefined {
  if (isRhythm(rhythm, 'ventricular-tachycardia')) return 'ventricular tachycardia';
  if (isRhythm(rhythm, 'atrial-fibrillation')) return 'atrial fibrillation';
  if (['B', 'T'].includes(rhythm.name)) return 'ventricular beats';
  if (rhythm.name === 'SVTA') return 'supraventricular tachycardia';
  return rhythm.name === 'NOISE' ? 'noise' : undefined;
}

const count = (classes: string, wanted: string): number => classes.split(wanted).length - 1;
