import type { PatientId } from '@beatwatch/contracts';
import type { VirtualClock } from '../clock.ts';
import type { Fault } from '../faults.ts';
import type { BankPatient } from '../patients/bank.ts';
import type { Site } from '../processes/processors.ts';
import type { Reference } from '../reference.ts';

/** A run that has ended, and what the same messages come to where nothing fails. */
export interface Ended {
  readonly site: Site;
  readonly clock: VirtualClock;
  readonly reference: Reference;
  readonly patients: readonly BankPatient[];
  /** Patients whose alarms and thresholds people have changed. */
  readonly handled: ReadonlySet<PatientId>;
  readonly faults: readonly Fault[];
  readonly startMs: number;
  readonly endMs: number;
}
