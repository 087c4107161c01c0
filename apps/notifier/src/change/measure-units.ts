import type { AlarmKind } from '@beatwatch/contracts';

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
