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

/** Whether a label of this alarm says something of the beats that raised it. */
export const speaksOfBeats = ({ kind, evidence }: LabelledAlarm): boolean =>
  judgedByBeats.has(kind) && evidence.beatTimesUs.length > 0;

/** One label a person: what they said last. */
export function lastLabels({ labels }: LabelledAlarm): LabelledAlarm['labels'] {
  return [...new Map(labels.map((label) => [label.actor, label])).values()];
}
