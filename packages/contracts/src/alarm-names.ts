import type { AlarmKind } from './messages.ts';

/** Kinds of alarms in words, as they are shown to people. */
export const alarmKindNames: Readonly<Record<AlarmKind, string>> = {
  'ventricular-fibrillation': 'Ventricular fibrillation',
  asystole: 'Asystole',
  'ventricular-tachycardia': 'Ventricular tachycardia',
  'extreme-bradycardia': 'Extreme bradycardia',
  'extreme-tachycardia': 'Extreme tachycardia',
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
