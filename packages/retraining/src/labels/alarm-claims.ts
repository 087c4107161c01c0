import type { AlarmKind } from '@beatwatch/contracts';
import type { LabelledAlarm } from '@beatwatch/timescale';

/** Alarms whose evidence are the beats that were called ectopic or anomalous. */
const judgedByBeats: ReadonlySet<AlarmKind> = new Set([
  'ventricular-tachycardia',
  'ventricular-run',
  'bigeminy',
  'frequent-ectopy',
  'anomaly-burst',
]);

/** Alarms that consist of ventricular beats, where they are right. */
const madeOfVentricularBeats: ReadonlySet<AlarmKind> = new Set([
  'ventricular-tachycardia',
  'ventricular-run',
  'bigeminy',
  'frequent-ectopy',
]);

/** Whether all beats that raised this alarm are ventricular, if it is right. */
export const claimsVentricularBeats = ({ kind }: Pick<LabelledAlarm, 'kind'>): boolean =>
  madeOfVentricularBeats.has(kind);

/** Whether a label of this alarm says something of the beats that raised it. */
export const speaksOfBeats = ({ kind, evidence }: LabelledAlarm): boolean =>
  judgedByBeats.has(kind) && evidence.beatTimesUs.length > 0;

/** One label a person: what they said last. */
export function lastLabels({ labels }: LabelledAlarm): LabelledAlarm['labels'] {
  return [...new Map(labels.map((label) => [label.actor, label])).values()];
}
