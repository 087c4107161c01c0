import { patientClock, type PatientClock } from './clock/patient-clock.ts';

/** Version written into checkpoints. */
export const leadsStateVersion = 2;

/** Signal state of one patient as a checkpoint holds it. */
export interface LeadsState {
  readonly version: typeof leadsStateVersion;
  /** Snapshots by device and lead, the longest unheard first. */
  readonly pipelines: readonly (readonly [key: string, snapshot: unknown])[];
  readonly clock: PatientClock;
  /** Of the newest packet; absent before the first, and in the state of an earlier version. */
  readonly lastNumber?: number;
}

/**
 * The state that a checkpoint holds, converted where an earlier version stored it.
 * @returns undefined where the version is unknown
 */
export function upgradeLeadsState(stored: unknown): LeadsState | undefined {
  // Version 1 was the list of snapshots alone, and knew one clock for each lead.
  if (Array.isArray(stored)) {
    const pipelines = stored as LeadsState['pipelines'];
    return { version: leadsStateVersion, pipelines, clock: patientClock() };
  }
  const isCurrent =
    typeof stored === 'object' &&
    stored !== null &&
    'version' in stored &&
    stored.version === leadsStateVersion;
  return isCurrent ? (stored as LeadsState) : undefined;
}
