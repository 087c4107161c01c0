import type { AdmissionCommand, PatientId } from '@beatwatch/contracts';

/**
 * `automatic`: nobody admitted the patient, but signal came; `ended`: the same, and the sender has said that the signal is over.
 */
export type Admission = 'automatic' | 'admitted' | 'discharged' | 'ended';

/** Who comes, moves and leaves. */
export interface AdmissionRepository {
  /** Adds a command to the history, and once, the first time, applies it to the patient. */
  apply(command: AdmissionCommand): Promise<void>;
  /** Everybody who is discharged and has not been admitted since. */
  discharged(): Promise<readonly PatientId[]>;
  /** Newest first, at most `limit`. */
  history(patientId: PatientId, limit: number): Promise<readonly AdmissionCommand[]>;
}
