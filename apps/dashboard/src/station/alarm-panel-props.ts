import type { AlarmEvent, PatientId } from '@beatwatch/contracts';

export interface AlarmPanelProps {
  /** Open alarms, the most urgent first. */
  readonly alarms: readonly AlarmEvent[];
  readonly nameOf: (patientId: PatientId) => string;
  /** Whose alarms are shown. */
  readonly isShown: (patientId: PatientId) => boolean;
  readonly onAcknowledge: (alarm: AlarmEvent) => void;
  /** Whether a new alarm would appear: not while the station is cut off or nobody is judged. */
  readonly isWatching: boolean;
}
