import type { WfdbAnnotation } from '@beatwatch/recordings';
import { annotatedBeats } from './annotated-beats.ts';
import { annotatedRhythms, isRhythm } from './annotated-rhythms.ts';

/** An annotated event that requires an alarm. Seconds from the recording's start. */
export interface RhythmEvent {
  readonly kind: 'ventricular-run' | 'ventricular-tachycardia' | 'ventricular-fibrillation';
  readonly onsetSeconds: number;
  readonly endSeconds: number;
  /** Of a run. */
  readonly beats?: number;
}

/** Consecutive ventricular beats that make a run. */
export const shortestRun = 3;

/**
 * All ventricular runs and all episodes of ventricular flutter or fibrillation, in order of onset; where no beats are
 * annotated, those of ventricular tachycardia instead of runs.
 */
export function rhythmEvents(
  annotations: readonly WfdbAnnotation[],
  samplingRateHz: number,
  recordSeconds: number,
): readonly RhythmEvent[] {
  const fibrillations = fibrillationEpisodes(annotations, samplingRateHz, recordSeconds);
  const runs = hasBeats(annotations)
    ? ventricularRuns(annotations, samplingRateHz)
    : tachycardiaEpisodes(annotations, samplingRateHz, recordSeconds);
  return [...runs, ...fibrillations].sort((a, b) => a.onsetSeconds - b.onsetSeconds);
}

const hasBeats = (annotations: readonly WfdbAnnotation[]): boolean =>
  annotatedBeats(annotations, 1).length > 0;

/** Spans that are annotated as ventricular tachycardia. */
function tachycardiaEpisodes(
  annotations: readonly WfdbAnnotation[],
  samplingRateHz: number,
  recordSeconds: number,
): RhythmEvent[] {
  return annotatedRhythms(annotations, samplingRateHz, recordSeconds)
    .filter((rhythm) => isRhythm(rhythm, 'ventricular-tachycardia'))
    .map(({ fromSeconds, toSeconds }) => ({
      kind: 'ventricular-tachycardia',
      onsetSeconds: fromSeconds,
      endSeconds: toSeconds,
    }));
}

/**
 * Runs of three or more consecutive ventricular beats (AAMI class V: premature, escape, R-on-T). Fibrillation between
 * two beats ends a run.
 */
function ventricularRuns(annotations: readonly WfdbAnnotation[], samplingRateHz: number): RhythmEvent[] {
  const runs: RhythmEvent[] = [];
  for (const segment of betweenFibrillations(annotations)) {
    const beats = annotatedBeats(segment, samplingRateHz);
    for (let from = 0; from < beats.length;) {
      let to = from;
      while (beats[to]?.aamiClass === 'V') to += 1;
      const [first, last] = [beats[from], beats[to - 1]];
      if (to - from >= shortestRun && first !== undefined && last !== undefined) {
        runs.push({
          kind: 'ventricular-run',
          onsetSeconds: first.seconds,
          endSeconds: last.seconds,
          beats: to - from,
        });
      }
      from = to + 1;
    }
  }
  return runs;
}

function betweenFibrillations(annotations: readonly WfdbAnnotation[]): WfdbAnnotation[][] {
  const segments: WfdbAnnotation[][] = [[]];
  for (const annotation of annotations) {
    if ('[!]'.includes(annotation.symbol)) segments.push([]);
    else segments.at(-1)?.push(annotation);
  }
  return segments;
}

/**
 * Episodes from each `[` to its `]`, and of flutter waves (`!`) outside these that are less than 3 s apart. In a record
 * without these marks, as vfdb's, spans of the rhythms VFL, VF and VFIB; those that follow one another are one.
 */
export function fibrillationEpisodes(
  annotations: readonly WfdbAnnotation[],
  samplingRateHz: number,
  recordSeconds: number,
): RhythmEvent[] {
  if (!annotations.some(({ symbol }) => '[!'.includes(symbol))) {
    return fibrillationRhythms(annotations, samplingRateHz, recordSeconds);
  }
  const episodes: Episode[] = [];
  let isOpen = false;
  for (const { symbol, sample } of annotations) {
    const seconds = sample / samplingRateHz;
    const last = episodes.at(-1);
    if (symbol === '[' && !isOpen) {
      isOpen = true;
      episodes.push({ kind: 'ventricular-fibrillation', onsetSeconds: seconds, endSeconds: recordSeconds });
    } else if (symbol === ']' && isOpen && last !== undefined) {
      isOpen = false;
      last.endSeconds = seconds;
    } else if (symbol === '!' && !isOpen) {
      if (last !== undefined && seconds - last.endSeconds < apartSeconds) last.endSeconds = seconds;
      else episodes.push({ kind: 'ventricular-fibrillation', onsetSeconds: seconds, endSeconds: seconds });
    }
  }
  return episodes;
}

interface Episode {
  readonly kind: 'ventricular-fibrillation';
  readonly onsetSeconds: number;
  endSeconds: number;
}

const apartSeconds = 3;

function fibrillationRhythms(
  annotations: readonly WfdbAnnotation[],
  samplingRateHz: number,
  recordSeconds: number,
): RhythmEvent[] {
  const episodes: Episode[] = [];
  for (const rhythm of annotatedRhythms(annotations, samplingRateHz, recordSeconds)) {
    if (!isRhythm(rhythm, 'ventricular-fibrillation')) continue;
    const { fromSeconds, toSeconds } = rhythm;
    const last = episodes.at(-1);
    if (last !== undefined && fromSeconds - last.endSeconds < apartSeconds) last.endSeconds = toSeconds;
    else
      episodes.push({
        kind: 'ventricular-fibrillation',
        onsetSeconds: fromSeconds,
        endSeconds: toSeconds,
      });
  }
  return episodes;
}
