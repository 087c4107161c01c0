import type { AlarmId, AlarmLabel, Beat, PatientId } from '@beatwatch/contracts';

export interface TimeRange {
  readonly patientId: PatientId;
  readonly fromUs: number;
  /** Exclusive. */
  readonly toUs: number;
}

/** A person's judgement of an episode of an alarm. */
export interface AlarmLabelling {
  readonly alarmId: AlarmId;
  readonly patientId: PatientId;
  readonly label: AlarmLabel;
  /** Number of the change that began the episode. Absent when it is stored: the newest that is; afterwards: none was stored yet. */
  readonly episode?: number;
  readonly actor: string;
  readonly timeUs: number;
}

/** A beat as it is stored: its samples are kept for some weeks, to within half a microvolt. */
export interface StoredBeat extends Omit<Beat, 'samples'> {
  readonly samples?: Float32Array;
}
