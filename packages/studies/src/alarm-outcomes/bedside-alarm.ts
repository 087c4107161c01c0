import type { AlarmKind } from '@beatwatch/contracts';
import type { Interval } from '@beatwatch/statistics';
import { patientIntervals } from './bootstrap.ts';
import type { AlarmHistory } from './alarm-outcome.ts';

/** The kinds of alarm of the PhysioNet/CinC Challenge 2015, as its headers call them. */
export const bedsideKinds = [
  'Asystole',
  'Bradycardia',
  'Tachycardia',
  'Ventricular_Tachycardia',
  'Ventricular_Flutter_Fib',
] as const;
export type BedsideKind = (typeof bedsideKinds)[number];

/** A bedside monitor's alarm, and what people said of it. */
export interface BedsideAlarm {
  readonly kind: BedsideKind;
  readonly isTrue: boolean;
}

/** Reads the challenge's header comments; undefined without them. */
export function bedsideAlarm(comments: readonly string[] = []): BedsideAlarm | undefined {
  const kind = bedsideKinds.find((known) => comments.some((comment) => comment === known));
  const words = comments.map((comment) => /^(true|false) alarm$/i.exec(comment)?.[1]?.toLowerCase());
  const isTrue = words.find((word) => word !== undefined);
  return kind === undefined || isTrue === undefined ? undefined : { kind, isTrue: isTrue === 'true' };
}

/** Alarms of ours that say what the bedside alarm says: its own kind, and those that an open one keeps silent. */
const repeating: Readonly<Record<BedsideKind, readonly AlarmKind[]>> = {
  Asystole: ['asystole'],
  Bradycardia: ['extreme-bradycardia', 'asystole'],
  Tachycardia: ['extreme-tachycardia', 'ventricular-tachycardia', 'ventricular-fibrillation'],
  Ventricular_Tachycardia: ['ventricular-tachycardia', 'ventricular-fibrillation'],
  Ventricular_Flutter_Fib: ['ventricular-fibrillation'],
};

/** The challenge's alarms sound at 5:00, and what they are about began in the ten seconds before. */
const judgedFromSeconds = 290;

export interface BedsideOutcome extends BedsideAlarm {
  /** Kinds of ours that repeat it: raised or still open from 4:50 to the end of the record. */
  readonly repeatedBy: readonly AlarmKind[];
  /** From 4:50 to the first of them, 0 if it was open then; absent if none repeats it. */
  readonly secondsToAlarm?: number;
}

/** Whether the live path repeats a bedside alarm. What was over by 4:50 is not judged. */
export function bedsideOutcome(alarm: BedsideAlarm, { open }: AlarmHistory): BedsideOutcome {
  const found = open
    .filter(({ kind, to }) => repeating[alarm.kind].includes(kind) && to >= judgedFromSeconds)
    .toSorted((a, b) => a.from - b.from);
  const [first] = found;
  return {
    ...alarm,
    repeatedBy: [...new Set(found.map(({ kind }) => kind))],
    ...(first !== undefined && { secondsToAlarm: Math.max(0, first.from - judgedFromSeconds) }),
  };
}

export interface BedsideFigures {
  /** True alarms, and those of them that the live path repeats. */
  readonly true: number;
  readonly trueRepeated: number;
  readonly false: number;
  readonly falseRepeated: number;
  /** Share of true alarms repeated; absent without true ones. */
  readonly sensitivity?: number;
  /** Share of false alarms not repeated; absent without false ones. */
  readonly specificity?: number;
  /** The challenge's: (TP + TN) / (TP + TN + FP + 5 FN). */
  readonly score: number;
}

type BedsideInterval = 'sensitivity' | 'specificity' | 'score';

/** 95 % intervals over records, each of another patient as far as is known. */
export const bedsideIntervals = (
  outcomes: readonly (BedsideOutcome & { readonly name: string })[],
): Partial<Record<BedsideInterval, Interval>> =>
  patientIntervals(outcomes, (drawn) => {
    const { sensitivity, specificity, score } = bedsideFigures(drawn);
    return { sensitivity, specificity, score };
  });

export function bedsideFigures(outcomes: readonly BedsideOutcome[]): BedsideFigures {
  const isRepeated = ({ repeatedBy }: BedsideOutcome): boolean => repeatedBy.length > 0;
  const right = outcomes.filter(({ isTrue }) => isTrue);
  const wrong = outcomes.filter(({ isTrue }) => !isTrue);
  const tp = right.filter(isRepeated).length;
  const fp = wrong.filter(isRepeated).length;
  const [fn, tn] = [right.length - tp, wrong.length - fp];
  return {
    true: right.length,
    trueRepeated: tp,
    false: wrong.length,
    falseRepeated: fp,
    ...(right.length > 0 && { sensitivity: tp / right.length }),
    ...(wrong.length > 0 && { specificity: tn / wrong.length }),
    score: (tp + tn) / Math.max(1, tp + tn + fp + 5 * fn),
  };
}
