import type { AlarmId, DeviceId, ModelVersion, PatientId } from './ids.ts';

/** One piece of one lead as a wearable sends it. */
export interface Packet {
  readonly patientId: PatientId;
  readonly deviceId: DeviceId;
  readonly lead: string;
  /** 0 to 2^32 - 1, up by one from packet to packet of one device and lead. */
  readonly sequence: number;
  /** 50 to 2000 Hz. */
  readonly samplingRateHz: number;
  /** Epoch time of the LAST sample. */
  readonly lastSampleTimeUs: number;
  /** Gain: microvolts that one count stands for, above 0 and at most 1000. */
  readonly microvoltsPerCount: number;
  /** 1 to 20,000 counts. */
  readonly samples: Int16Array;
}

/** One beat, cut and normalised, ready for a model. */
export interface Beat {
  readonly patientId: PatientId;
  readonly deviceId: DeviceId;
  readonly lead: string;
  /** Epoch time of the R peak that opens the beat: with the patient, the beat's key. */
  readonly timeUs: number;
  /** Epoch time of the beat's last sample. */
  readonly endTimeUs: number;
  /** From this R peak to the next, 100 to 10,000 ms. */
  readonly rrIntervalMs: number;
  /** Name of what made the samples; a model refuses a beat of another preprocessing. */
  readonly preprocessing: string;
  /** Dimensionless, 140 values for `rr-140-zscore`. */
  readonly samples: Float32Array;
  /** Class that a reference annotation gives; never read by scoring. */
  readonly referenceLabel?: string;
}

/** What a model said of one beat. */
export interface Score {
  readonly patientId: PatientId;
  readonly beatTimeUs: number;
  readonly modelVersion: ModelVersion;
  /** Sum of absolute errors over the beat's samples, 0 or more. */
  readonly loss: number;
  /** The patient's threshold in force; absent while it is being calibrated. */
  readonly threshold?: number;
  readonly anomalous: boolean;
  readonly rrIntervalMs: number;
  readonly scoredAtUs: number;
}

export const alarmKinds = ['anomaly-burst'] as const;
export type AlarmKind = (typeof alarmKinds)[number];

/** After IEC 60601-1-8:2006, 6.1.2. */
export const alarmPriorities = ['high', 'medium', 'low'] as const;
export type AlarmPriority = (typeof alarmPriorities)[number];

export const alarmStates = ['active', 'acknowledged', 'resolved'] as const;
export type AlarmState = (typeof alarmStates)[number];

/** The beats that raised an alarm: arrays of one length. */
export interface AlarmEvidence {
  readonly beatTimesUs: readonly number[];
  readonly losses: readonly number[];
  readonly threshold: number;
}

/** One change of state of one alarm. */
export interface AlarmEvent {
  readonly alarmId: AlarmId;
  readonly patientId: PatientId;
  readonly kind: AlarmKind;
  readonly priority: AlarmPriority;
  readonly state: AlarmState;
  /** Epoch time of the change, on the patient's own time axis. */
  readonly timeUs: number;
  readonly raisedTimeUs: number;
  /** Who caused the change: a user's name, or absent for the system. */
  readonly actor?: string;
  readonly evidence: AlarmEvidence;
}

export const alarmActions = ['acknowledge'] as const;
export type AlarmAction = (typeof alarmActions)[number];

/** What a person asks of an alarm. */
export interface AlarmCommand {
  readonly alarmId: AlarmId;
  readonly patientId: PatientId;
  readonly action: AlarmAction;
  readonly actor: string;
  readonly timeUs: number;
}

/** A message that could not be used, with the reason. */
export interface DeadLetter {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly code: string;
  /** Field, what was found and what was expected. */
  readonly reason: string;
  readonly timeUs: number;
  readonly key: Uint8Array;
  readonly payload: Uint8Array;
}
