import {
  alarmKinds,
  isTechnical,
  priorityRank,
  type AlarmKind,
  type AlarmPriority,
} from '@beatwatch/contracts';
import type { AlarmHistory, RaisedAlarm } from './alarm-outcome.ts';
import { isTrueAlarm } from '../reference/alarm-claims.ts';
import type { AlarmReference } from '../reference/alarm-reference.ts';
import { isJudged } from '../reference/annotation-scope.ts';

/** An alarm this long before annotated fibrillation belongs to it: annotators set the onset where they are certain. */
export const earlySeconds = 10;

/**
 * - right: at annotated fibrillation, or a claim that the annotations support;
 * - misnamed: not right, but they called for another alarm at least as urgent: someone had to come;
 * - refuted: they contradict it;
 * - unchecked: they tell nothing about its kind, in the whole data set.
 */
export const verdicts = ['right', 'misnamed', 'refuted', 'unchecked'] as const;
export type Verdict = (typeof verdicts)[number];

/** Without an annotation that supports it. */
export const isUnsupported = (verdict: Verdict): boolean => verdict === 'refuted' || verdict === 'unchecked';

export interface JudgedAlarm {
  readonly kind: AlarmKind;
  /** The highest that it had. */
  readonly priority: AlarmPriority;
  readonly seconds: number;
  readonly verdict: Verdict;
  readonly raised: RaisedAlarm;
}

/** Judges every clinical alarm of one record by its reference annotations. */
export function judgeClinicalAlarms({ raised }: AlarmHistory, reference: AlarmReference): JudgedAlarm[] {
  return raised
    .filter(({ kind }) => !isTechnical(kind))
    .map((alarm) => ({
      kind: alarm.kind,
      priority: alarm.priority,
      seconds: alarm.seconds,
      verdict: verdictOn(alarm, reference),
      raised: alarm,
    }));
}

function verdictOn({ kind, priority, seconds, event }: RaisedAlarm, reference: AlarmReference): Verdict {
  const isOfFibrillation = reference.fibrillations.some(
    ({ onsetSeconds, endSeconds }) => seconds >= onsetSeconds - earlySeconds && seconds <= endSeconds,
  );
  if (isOfFibrillation || isTrueAlarm(event, reference)) return 'right';
  const { evidence } = event;
  const others = alarmKinds.filter((other) => rankOf(other) >= priorityRank[priority]);
  if (others.some((other) => isTrueAlarm({ kind: other, evidence }, reference))) return 'misnamed';
  return isJudged(kind, reference.scope) ? 'refuted' : 'unchecked';
}

const highKinds: readonly AlarmKind[] = [
  'ventricular-fibrillation',
  'asystole',
  'ventricular-tachycardia',
  'extreme-bradycardia',
  'extreme-tachycardia',
];
const mediumKinds: readonly AlarmKind[] = ['ventricular-run', 'pause'];

/** Urgency of what a kind stands for; -1 for a technical one. */
function rankOf(kind: AlarmKind): number {
  if (isTechnical(kind)) return -1;
  if (highKinds.includes(kind)) return priorityRank.high;
  return mediumKinds.includes(kind) ? priorityRank.medium : priorityRank.low;
}
