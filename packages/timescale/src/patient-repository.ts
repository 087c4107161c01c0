import type { PatientId } from '@beatwatch/contracts';
import type { Admission } from './admission-repository.ts';

export interface Patient {
  readonly patientId: PatientId;
  readonly displayName: string;
  readonly ward: string;
  /** Absent where it is not known; what is stored is kept then. */
  readonly bed?: string;
}

/** A patient with what holds of the stay. */
export interface WardPatient extends Patient {
  readonly admission: Admission;
  /** When that began, by the clock of whoever said so; absent where it is automatic. */
  readonly admittedUs?: number;
  /** Away until then; absent where the patient is here. */
  readonly standbyUntilUs?: number;
}

/** One line of the list of patients. */
export interface DirectoryEntry extends WardPatient {
  /** When signal was stored last or the patient admitted, within minutes, epoch microseconds by the database's clock. */
  readonly seenUs: number;
  readonly openAlarms: number;
}

/** Whom the list of patients is to have. */
interface DirectoryFilter {
  readonly ward?: string;
  /** A part of the name, the id or the bed. */
  readonly search?: string;
  /** Default: those who have not been discharged. */
  readonly discharged?: boolean;
  readonly limit: number;
}

/** Who is on the ward. */
interface WardView {
  /** Time without a signal after which a patient leaves it, days. Default 7. */
  readonly quietDays: number;
  /** Patients at most: those with an open alarm first, then those whose signal is the latest. Default 5000. */
  readonly limit: number;
}

/** Patients, and what holds of their stays. */
export interface PatientRepository {
  /**
   * Records that a signal of these patients has been stored. Adds unknown ones, with their id as name and the ward
   * 'unassigned'; keeps name and ward of known ones.
   */
  ensure(ids: readonly PatientId[]): Promise<void>;
  /** Sets name and ward, and counts as a signal: who is new is on the ward at once. */
  upsert(patients: readonly Patient[]): Promise<void>;
  /**
   * The patients on the ward by id: those admitted, seen of late or with an open alarm. Who is discharged is not, nor who has no
   * alarm and whose signal ended a quarter of an hour ago as it was meant to.
   */
  list(view?: Partial<WardView>): Promise<readonly WardPatient[]>;
  find(id: PatientId): Promise<WardPatient | undefined>;
  wardsOf(ids: readonly PatientId[]): Promise<ReadonlyMap<PatientId, string>>;
  /** By ward, bed and name. */
  directory(filter: DirectoryFilter): Promise<readonly DirectoryEntry[]>;
}
