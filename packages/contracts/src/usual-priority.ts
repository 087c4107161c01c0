import { isTechnical, type AlarmKind, type AlarmPriority } from './messages.ts';

/**
 * Priorities after IEC 60601-1-8:2006, table 1: high where death or irreversible injury may come at once, medium where
 * injury comes sooner or later, low where only discomfort does. What has low priority never sounds.
 */
export const usualPriority: Readonly<Record<AlarmKind, AlarmPriority>> = {
  'ventricular-fibrillation': 'high',
  asystole: 'high',
  'ventricular-tachycardia': 'high',
  'extreme-bradycardia': 'high',
  'extreme-tachycardia': 'high',
  'ventricular-run': 'medium',
  pause: 'medium',
  'atrial-fibrillation': 'low',
  bigeminy: 'low',
  'frequent-ectopy': 'low',
  'anomaly-burst': 'low',
  'no-data': 'medium',
  'lead-off': 'medium',
  'poor-signal': 'low',
};

/** Whether an alarm that is over stays until it is acknowledged, where nobody has set anything else for its kind. */
export const latchesUsually = (kind: AlarmKind, priority = usualPriority[kind]): boolean =>
  priority === 'high' && !isTechnical(kind);
