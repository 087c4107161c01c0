import { alarmKinds, isTechnical, type AlarmKind } from '@beatwatch/contracts';
import type { AlarmHistory, RaisedAlarm } from './alarm-outcome.ts';
import { isTrueAlarm, type AlarmReference } from '../reference/alarm-reference.ts';

/** An alarm this long before an annotated onset belongs to it: annotators set the onset where they are certain. */
export const earlySeconds = 10;

/**
 * - right: within annotated fibrillation, or a claim that the annotated beats support;
 * - misnamed: not right, but the annotated beats' rate or a pause called for some other alarm;
 * - refuted: a rate or a pause that the annotated beats do not have, or ventricular beats where a record that annotates
 *   them has none;
 * - unchecked: a claim about ventricular beats or fibrillation in a record that annotates every beat as normal, as cudb
 *   does.
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

/** Judges every clinical alarm of one record by its reference annotations. */
export function judgeClinicalAlarms({ raised }: AlarmHistory, reference: AlarmReference): JudgedAlarm[] {
  const annotatesVentricular = reference.beats.some(
    ({ aamiClass }) => aamiClass === 'V' || aamiClass === 'F',
  );
  return raised
    .filter(({ kind }) => !isTechnical(kind))
    .map((alarm) => ({
      kind: alarm.kind,
      seconds: alarm.seconds,
      verdict: verdictOf(alarm, reference, annotatesVentricular),
      raised: alarm,
    }));
}

/** Whether the annotations of any record can check a kind, because it needs only the times of beats. */
const needsOnlyTimes: Readonly<Record<AlarmKind, boolean>> = {
  'ventricular-fibrillation': false,
  asystole: true,
  'ventricular-tachycardia': false,
  'extreme-bradycardia': true,
  'extreme-tachycardia': true,
  'ventricular-run': false,
  pause: true,
  'atrial-fibrillation': false,
  bigeminy: false,
  'frequent-ectopy': false,
  'anomaly-burst': false,
  'no-data': false,
  'lead-off': false,
  'poor-signal': false,
};
const timingKinds = alarmKinds.filter((kind) => needsOnlyTimes[kind]);

function verdictOf(
  { kind, seconds, event }: RaisedAlarm,
  reference: AlarmReference,
  annotatesVentricular: boolean,
): Verdict {
  const ofFibrillation = reference.fibrillations.some(
    ({ onsetSeconds, endSeconds }) => seconds >= onsetSeconds - earlySeconds && seconds <= endSeconds,
  );
  if (ofFibrillation || isTrueAlarm(event, reference)) return 'right';
  const { evidence } = event;
  if (timingKinds.some((other) => isTrueAlarm({ kind: other, evidence }, reference))) return 'misnamed';
  return timingKinds.includes(kind) || annotatesVentricular ? 'refuted' : 'unchecked';
}
