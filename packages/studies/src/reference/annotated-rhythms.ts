import type { WfdbAnnotation } from '@beatwatch/recordings';

/** A span of one annotated rhythm. Seconds from the recording's start. */
export interface AnnotatedRhythm {
  /** As annotated, without its bracket: `VT`, `AFIB`, `N` … */
  readonly name: string;
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** Names that PhysioNet's databases use for a rhythm that an alarm exists for. */
export const rhythmNames = {
  'ventricular-fibrillation': ['VFL', 'VF', 'VFIB'],
  'ventricular-tachycardia': ['VT'],
  asystole: ['ASYS'],
  'atrial-fibrillation': ['AFIB', 'AFL', 'AF'],
  /** And trigeminy. */
  bigeminy: ['B', 'T'],
} as const;
export type NamedRhythm = keyof typeof rhythmNames;

/** The rhythms of a record: each `+` with a text lasts until the next one, the last to the record's end. */
export function annotatedRhythms(
  annotations: readonly WfdbAnnotation[],
  samplingRateHz: number,
  recordSeconds: number,
): readonly AnnotatedRhythm[] {
  const changes = annotations.flatMap(({ symbol, aux, sample }) =>
    symbol === '+' && aux?.startsWith('(') === true
      ? [{ name: aux.slice(1).trim(), seconds: sample / samplingRateHz }]
      : [],
  );
  return changes.map(({ name, seconds }, index) => ({
    name,
    fromSeconds: seconds,
    toSeconds: changes[index + 1]?.seconds ?? recordSeconds,
  }));
}

export const isRhythm = ({ name }: AnnotatedRhythm, rhythm: NamedRhythm): boolean =>
  rhythmNames[rhythm].some((known) => known === name);
