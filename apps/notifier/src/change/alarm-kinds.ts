import type { AlarmKind } from '@beatwatch/contracts';

/** Alarms in words, as they are shown to people. */
export const alarmTitles: Readonly<Record<AlarmKind, string>> = {
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

/** Units of what each kind is judged by, in UCUM: `AlarmEvidence.measure`. */
export const measureUnits: Readonly<Record<AlarmKind, string>> = {
  'ventricular-fibrillation': '1',
  asystole: 's',
  'ventricular-tachycardia': '/min',
  'extreme-bradycardia': '/min',
  'extreme-tachycardia': '/min',
  'ventricular-run': '/min',
  pause: 's',
  'atrial-fibrillation': '1',
  bigeminy: '{beats}',
  'frequent-ectopy': '/min',
  'anomaly-burst': '1',
  'no-data': 's',
  'lead-off': '1',
  'poor-signal': '1',
};
