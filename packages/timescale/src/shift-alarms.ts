import type { AlarmKind, AlarmPriority, PatientId } from '@beatwatch/contracts';

/** What alarmed of one patient in a time, by kind. */
export interface ShiftAlarms {
  readonly patientId: PatientId;
  readonly kind: AlarmKind;
  /** The highest of these alarms as they are now. */
  readonly priority: AlarmPriority;
  /** Episodes that began in that time; 0 of an alarm that began before and is open. */
  readonly episodes: number;
  /** Whether one of them is open now. */
  readonly isOpen: boolean;
}
