import { patientStateVersion, type PatientMonitorState } from './patient-state.ts';

/**
 * The state that a checkpoint holds, converted where an earlier version stored it; alarms and adaptations have versions
 * of their own.
 * @returns undefined where the version is unknown
 */
export function restorePatientState(stored: unknown): PatientMonitorState | undefined {
  if (typeof stored !== 'object' || stored === null || !('version' in stored)) return undefined;
  if (stored.version === patientStateVersion) return stored as PatientMonitorState;
  return stored.version === 1 ? fromVersion1(stored as PatientMonitorState1) : undefined;
}

/** Version 1 decided alarms on one lead, and told no rhythms by models. */
interface PatientMonitorState1 extends Omit<PatientMonitorState, 'version' | 'atrial' | 'ventricular'> {
  readonly version: 1;
  readonly alarmLead?: unknown;
}

const fromVersion1 = ({ alarmLead: _, ...same }: PatientMonitorState1): PatientMonitorState => ({
  ...same,
  atrial: {},
  ventricular: {},
  version: patientStateVersion,
});
