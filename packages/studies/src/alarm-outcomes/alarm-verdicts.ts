import { isTechnical, type AlarmKind } from '@beatwatch/contracts';
import type { AlarmHistory, RaisedAlarm } from './alarm-outcome.ts';
import { isTrueAlarm, type AlarmTruth } from '../reference/alarm-reference.ts';

/** An alarm this long before an annotated onset belongs to it: the mark stands where the annotator was sure. */
export const earlySeconds = 10;

/**
 * - right: of annotated fibrillation, or a claim that the annotated beats bear out;
 * - misnamed: not so, but by the annotated beats' rate or a pause some other alarm was due;
 * - refuted: a rate or a pause that the annotated beats do not have, or ventricular beats where the record's
 *   annotations tell these from others and have none;
 * - unchecked: a claim about ventricular beats or fibrillation in a record that has every beat annotated as normal, as
 *   in cudb, whatever it looks like.
 */
export const verdicts = ['right', 'misnamed', 'refuted', 'unchecked'] as const;
export type Verdict = (typeof verdicts)[number];

export const isFalse = (verdict: Verdict): boolean => verdict === 'refuted' || verdict === 'unchecked';

export interface JudgedAlarm {
  readonly kind: AlarmKind;
  readonly seconds: number;
  readonly verdict: Verdict;
  readonly raised: RaisedAlarm;
}

/** Every clinical alarm of one record against its annotations. */
export function judgeClinicalAlarms({ raised }: AlarmHistory, truth: AlarmTruth): JudgedAlarm[] {
  const tellsVentricular = truth.beats.some(({ aamiClass }) => aamiClass === 'V' || aamiClass === 'F');
  return raised
    .filter(({ kind }) => !isTechnical(kind))
    .map((alarm) => ({
      kind: alarm.kind,
      seconds: alarm.seconds,
      verdict: verdictOf(alarm, truth, tellsVentricular),
      raised: alarm,
    }));
}

/** What the annotations of any record tell: when the beats are. */
const timingKinds: readonly AlarmKind[] = ['asystole', 'extreme-bradycardia', 'extreme-tachycardia'];

function verdictOf({ kind, seconds, event }: RaisedAlarm, truth: AlarmTruth, tells: boolean): Verdict {
  const ofFibrillation = truth.fibrillations.some(
    ({ onsetSeconds, endSeconds }) => seconds >= onsetSeconds - earlySeconds && seconds <= endSeconds,
  );
  if (ofFibrillation || isTrueAlarm(event, truth)) return 'right';
  const { evidence } = event;
  if (timingKinds.some((other) => isTrueAlarm({ kind: other, evidence }, truth))) return 'misnamed';
  return timingKinds.includes(kind) || tells ? 'refuted' : 'unchecked';
}
