import type { AlarmLimits, AlarmProfile, Latching, PatientId } from '@beatwatch/contracts';

/** Own limits that a person set for a patient. */
export interface LimitsChange {
  readonly patientId: PatientId;
  /** Empty: those of the ward apply again. */
  readonly limits: AlarmLimits;
  readonly actor: string;
  readonly timeUs: number;
}

/** What an administrator set for a ward. */
export interface WardProfile extends AlarmProfile {
  readonly ward: string;
  readonly actor: string;
  readonly setUs: number;
}

/** From when on a patient's alarms were decided by which profile. */
export interface AppliedProfile {
  readonly patientId: PatientId;
  /** By the scorer's clock. */
  readonly timeUs: number;
  /** Absent: by none any more. */
  readonly profile?: AlarmProfile;
}

/** The limits that alarms are decided by, where people have set some. */
export interface LimitsRepository {
  set(change: LimitsChange): Promise<void>;
  /** A patient's own, newest first, at most `limit`. */
  history(patientId: PatientId, limit: number): Promise<readonly LimitsChange[]>;
  /** @returns the profile that is in force from now on */
  setProfile(profile: {
    readonly ward: string;
    readonly limits: AlarmLimits;
    readonly latching: Latching;
    readonly actor: string;
  }): Promise<WardProfile>;
  /** Of each ward that has one, by ward. */
  profiles(): Promise<readonly WardProfile[]>;
  /** Of one ward, newest first, at most `limit`. */
  profileHistory(ward: string, limit: number): Promise<readonly WardProfile[]>;
  /** Of everybody who has own limits, as of what is stored now. */
  own(): Promise<ReadonlyMap<PatientId, AlarmLimits>>;
  /** Of everybody who lies in a ward with a profile. */
  profilesInForce(): Promise<ReadonlyMap<PatientId, AlarmProfile>>;
  /** Adds from when on patients' alarms are decided by which profile. */
  apply(applied: readonly AppliedProfile[]): Promise<void>;
  /** In order of time. */
  applied(patientId: PatientId): Promise<readonly AppliedProfile[]>;
}
