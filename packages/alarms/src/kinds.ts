import {
  latchesUsually,
  isTechnical,
  type AlarmKind,
  type AlarmPriority,
  type Latching,
} from '@beatwatch/contracts';

/** Kinds that an open alarm explains: they are not raised beside it. */
const explains: Readonly<Partial<Record<AlarmKind, readonly AlarmKind[]>>> = {
  'ventricular-fibrillation': [
    'asystole',
    'ventricular-tachycardia',
    'extreme-bradycardia',
    'extreme-tachycardia',
    'ventricular-run',
    'pause',
    'atrial-fibrillation',
    'bigeminy',
    'frequent-ectopy',
    'anomaly-burst',
  ],
  asystole: ['extreme-bradycardia', 'pause', 'anomaly-burst'],
  'ventricular-tachycardia': [
    'extreme-tachycardia',
    'ventricular-run',
    'atrial-fibrillation',
    'frequent-ectopy',
    'anomaly-burst',
  ],
  'extreme-bradycardia': ['pause', 'anomaly-burst'],
  'extreme-tachycardia': ['anomaly-burst'],
  'ventricular-run': ['frequent-ectopy', 'anomaly-burst'],
  'atrial-fibrillation': ['anomaly-burst'],
  bigeminy: ['frequent-ectopy', 'anomaly-burst'],
  'frequent-ectopy': ['anomaly-burst'],
  'lead-off': ['poor-signal'],
};

export const isExplainedBy = (kind: AlarmKind, open: AlarmKind): boolean =>
  explains[open]?.includes(kind) ?? false;

/** Whether a kind is not trusted while no lead is usable. */
export const needsUsableSignal = (kind: AlarmKind): boolean =>
  !isTechnical(kind) && kind !== 'ventricular-fibrillation';

/** Whether an alarm stays until it is acknowledged (IEC 60601-1-8:2006, 6.11: latching alarm signals). */
export const latches = (kind: AlarmKind, priority: AlarmPriority, latching: Latching = {}): boolean =>
  latching[kind] ?? latchesUsually(kind, priority);
