import type { AlarmEvent, AlarmKind } from './messages.ts';

/** Kinds of alarms in words, as they are shown to people; an alarm by itself is named by `alarmName`. */
export const alarmKindNames: Readonly<Record<AlarmKind, string>> = {
  'ventricular-fibrillation': 'Ventricular fibrillation',
  asystole: 'Asystole',
  'ventricular-tachycardia': 'Ventricular tachycardia',
  'extreme-bradycardia': 'Heart rate low',
  'extreme-tachycardia': 'Heart rate high',
  'ventricular-run': 'Ventricular run',
  pause: 'Pause',
  'atrial-fibrillation': 'Atrial fibrillation',
  bigeminy: 'Bigeminy',
  'frequent-ectopy': 'Frequent ectopic beats',
  'anomaly-burst': 'Anomalous beats',
  'no-data': 'No data',
  'lead-off': 'Lead off',
  'poor-signal': 'Poor signal',
};

const namesOfHighPriority: Readonly<Partial<Record<AlarmKind, string>>> = {
  'extreme-bradycardia': 'Extreme bradycardia',
  'extreme-tachycardia': 'Extreme tachycardia',
};

/** An alarm in words. A rate is extreme beyond the usual limits alone, where its priority is high; not beyond those of a patient. */
export const alarmName = ({
  kind,
  priority,
}: Pick<AlarmEvent, 'kind'> & Partial<Pick<AlarmEvent, 'priority'>>): string =>
  (priority === 'high' ? namesOfHighPriority[kind] : undefined) ?? alarmKindNames[kind];
