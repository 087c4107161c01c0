import { join } from 'node:path';
import { readWfdbAnnotations, type WfdbAnnotation } from '@beatwatch/recordings';
import { annotatedBeats } from './annotated-beats.ts';
import { annotatedRhythms, isRhythm, rhythmNames, type NamedRhythm } from './annotated-rhythms.ts';

/** What the annotations of a data set tell: only alarms about these things can be right or wrong there. */
export interface AnnotationScope {
  /** Times of beats. */
  readonly beats: boolean;
  /** Classes of beats: some beat is ventricular. cudb, for one, annotates every beat as normal. */
  readonly classes: boolean;
  /** `[`, `]` and `!`. */
  readonly fibrillationMarks: boolean;
  readonly rhythms: readonly NamedRhythm[];
}

/** What the annotations of some records tell together. */
export function scopeOf(records: Iterable<readonly WfdbAnnotation[]>): AnnotationScope {
  let [beats, classes, fibrillationMarks] = [false, false, false];
  const rhythms = new Set<NamedRhythm>();
  for (const annotations of records) {
    const found = annotatedBeats(annotations, 1);
    beats ||= found.length > 0;
    classes ||= found.some(({ aamiClass }) => aamiClass === 'V');
    fibrillationMarks ||= annotations.some(({ symbol }) => '[]!'.includes(symbol));
    for (const rhythm of annotatedRhythms(annotations, 1, 0)) {
      for (const name of Object.keys(rhythmNames) as NamedRhythm[]) {
        if (isRhythm(rhythm, name)) rhythms.add(name);
      }
    }
  }
  return { beats, classes, fibrillationMarks, rhythms: [...rhythms].sort() };
}

/** Reads the annotations of all records of a folder, without their signals. Those that cannot be read tell nothing. */
export async function readAnnotationScope(
  folder: string,
  names: readonly string[],
): Promise<AnnotationScope> {
  const annotations: (readonly WfdbAnnotation[])[] = [];
  for (const name of names) {
    annotations.push(await readWfdbAnnotations(join(folder, name)).catch(() => []));
  }
  return scopeOf(annotations);
}

type Need = (scope: AnnotationScope) => boolean;
const beats: Need = (scope) => scope.beats;
const classes: Need = (scope) => scope.classes;
const rhythm =
  (name: NamedRhythm): Need =>
  ({ rhythms }) =>
    rhythms.includes(name);

/** What has to be annotated to judge an alarm of a kind: any of its needs. */
const needs: Readonly<Record<string, readonly Need[]>> = {
  'ventricular-fibrillation': [
    beats,
    ({ fibrillationMarks }) => fibrillationMarks,
    rhythm('ventricular-fibrillation'),
  ],
  asystole: [beats, rhythm('asystole')],
  'ventricular-tachycardia': [classes, rhythm('ventricular-tachycardia')],
  'ventricular-run': [classes],
  'extreme-bradycardia': [beats],
  'extreme-tachycardia': [beats],
  pause: [beats],
  'atrial-fibrillation': [rhythm('atrial-fibrillation')],
  bigeminy: [classes, rhythm('bigeminy')],
  'frequent-ectopy': [classes],
  'anomaly-burst': [classes],
};

/** Whether the annotations can refute an alarm of a kind. */
export const isJudged = (kind: string, scope: AnnotationScope): boolean =>
  needs[kind]?.some((isMet) => isMet(scope)) ?? false;
