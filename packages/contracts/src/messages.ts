import type { BeatJudgement } from './beat-judgement.ts';
import type { DeviceReport } from './device-report.ts';
import type { AlarmId, DeviceId, ModelVersion, PatientId } from './ids.ts';

/** One piece of one lead as a wearable sends it. */
export interface Packet {
  readonly patientId: PatientId;
  readonly deviceId: DeviceId;
  readonly lead: string;
  /**
   * 0 to 2^32 - 1, up by one from packet to packet of one device and lead. Absent where the device does not count:
   * then the times tell the order.
   */
  readonly sequence?: number;
  /** 50 to 2000 Hz. */
  readonly samplingRateHz: number;
  /** Epoch time of the LAST sample by the device's clock, which may be wrong: -9e15 to 9e15. */
  readonly lastSampleTimeUs: number;
  /** Gain: microvolts that one count stands for, above 0 and at most 1000. */
  readonly microvoltsPerCount: number;
  /** 1 to 20,000 counts; -32768 where a sample is missing. */
  readonly samples: Int16Array;
  /** Measured while the device was offline: stored and scored, raises no live alarm. */
  readonly late?: true;
  /** What the device says beside its samples. */
  readonly report?: DeviceReport;
}

/** One beat, cut and normalised, ready for a model. */
export interface Beat {
  readonly patientId: PatientId;
  readonly deviceId: DeviceId;
  readonly lead: string;
  /** Epoch time of the R peak that opens the beat: with the patient and the lead, the beat's key. */
  readonly timeUs: number;
  /** Epoch time of the beat's last sample. */
  readonly endTimeUs: number;
  /** From this R peak to the next, 100 to 10,000 ms. */
  readonly rrIntervalMs: number;
  /** From the R peak before to this one, 100 to 10,000 ms; absent for the first beat of a segment. */
  readonly precedingRrIntervalMs?: number;
  /** Name of what made the samples; a model refuses a beat of another preprocessing. */
  readonly preprocessing: string;
  /** As many as `beatLayout(preprocessing)` says, in the preprocessing's unit. */
  readonly samples: Float32Array;
  /** Came too late for a live alarm. */
  readonly late?: true;
  /** Number of the patient's time axis: see {@link SignalSecond.axis}. */
  readonly axis?: number;
  /** Class that a reference annotation gives; never read by scoring. */
  readonly referenceLabel?: string;
}

/** What may be wrong with a second of signal. */
export const signalFaults = [
  'flat',
  'saturation',
  'lead-off',
  'muscle',
  'electrode-motion',
  'baseline',
] as const;
export type SignalFault = (typeof signalFaults)[number];

/** A second with a lower quality index is no evidence for an alarm, and nothing is learned from it. */
export const usableQualityIndex = 0.5;

/** Signal around the R peak that has to be usable for a beat to be learned from. */
export const learnedAroundUs = { before: 250_000, after: 450_000 } as const;

/** A second with this fibrillation index or a higher one speaks for ventricular fibrillation. */
export const fibrillationLevel = 0.5;

/** One second of one lead: how far its signal can be trusted. */
export interface SignalSecond {
  readonly patientId: PatientId;
  readonly deviceId: DeviceId;
  readonly lead: string;
  /** Epoch time of the first sample. */
  readonly timeUs: number;
  /** One sample interval after the last sample. */
  readonly endTimeUs: number;
  /** 0 unusable to 1 clean. */
  readonly qualityIndex: number;
  readonly faults: readonly SignalFault[];
  /** 0 to 1: how much the last seconds look like ventricular fibrillation. */
  readonly fibrillationIndex: number;
  /** As `rhythmMeasureNames` lists them; absent where the last seconds are too short or too quiet. */
  readonly rhythmMeasures?: readonly number[];
  /**
   * Tallest wave in the band of QRS complexes, over the usual height of the last beats, 0 to 10: near 0 in an empty line.
   * Absent before beats are known.
   */
  readonly qrsShare?: number;
  /** Came too late for a live alarm. */
  readonly late?: true;
  /**
   * Number of the patient's time axis: another one begins where the patient's times go back, so that these are no repeats.
   * Absent where the producer does not number them.
   */
  readonly axis?: number;
  /** What was added to the device's own times because its clock is wrong; absent for a clock that is believed. */
  readonly shiftUs?: number;
  /** How far the patient's times are behind those of the log; absent within a minute. */
  readonly behindLogUs?: number;
}

/** Position of the message that an observation was made from. */
export interface ObservationSource {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Of several observations that one message gave, from 0. */
  readonly index: number;
}

/** What ingest saw of a patient. */
export type Observation = (
  { readonly kind: 'beat'; readonly beat: Beat } | { readonly kind: 'second'; readonly second: SignalSecond }
) & {
  /** Absent where it comes from no log, or from a version of ingest that did not tell. */
  readonly source?: ObservationSource;
};

/** The beat or the second: what both have, such as the patient, is read from it. */
export const observedIn = (observation: Observation): Beat | SignalSecond =>
  observation.kind === 'beat' ? observation.beat : observation.second;

/** A beat's judgement as scores are published: the model's name and the times beside it. */
export interface Score extends Pick<
  BeatJudgement,
  'anomalyScore' | 'threshold' | 'anomalous' | 'ventricular' | 'beatClass' | 'classProbabilities'
> {
  readonly patientId: PatientId;
  readonly beatTimeUs: number;
  /** Of the beat; absent in scores of earlier versions. */
  readonly lead?: string;
  readonly modelVersion: ModelVersion;
  readonly rrIntervalMs: number;
  readonly scoredAtUs: number;
  readonly late?: true;
}

const technicalAlarmKinds = ['no-data', 'lead-off', 'poor-signal'] as const;

/** Most urgent first; the technical ones last. */
export const alarmKinds = [
  'ventricular-fibrillation',
  'asystole',
  'ventricular-tachycardia',
  'extreme-bradycardia',
  'extreme-tachycardia',
  'ventricular-run',
  'pause',
  'atrial-fibrillation',
  'bigeminy',
  'frequent-ectopy',
  'anomaly-burst',
  ...technicalAlarmKinds,
] as const;
export type AlarmKind = (typeof alarmKinds)[number];

/** Whether the alarm is about the equipment, not the patient (IEC 60601-1-8:2006, 3.36). */
export const isTechnical = (kind: AlarmKind): boolean =>
  technicalAlarmKinds.some((technical) => technical === kind);

/** After IEC 60601-1-8:2006, 6.1.2. */
export const alarmPriorities = ['high', 'medium', 'low'] as const;
export type AlarmPriority = (typeof alarmPriorities)[number];

/** `latched`: the condition is over and nobody has acknowledged it. */
export const alarmStates = ['active', 'acknowledged', 'latched', 'resolved'] as const;
export type AlarmState = (typeof alarmStates)[number];

/** What speaks for an alarm. Times are epoch times on the patient's axis. */
export interface AlarmEvidence {
  /** The beats that count, oldest first; empty where the kind is not judged by beats. */
  readonly beatTimesUs: readonly number[];
  /** Of these beats, in the same order. */
  readonly anomalyScores: readonly number[];
  /** Of the anomaly score; absent where the kind does not depend on it. */
  readonly threshold?: number;
  /** The segment of signal to look at. */
  readonly fromUs: number;
  readonly toUs: number;
  readonly lead?: string;
  /**
   * What the kind is judged by: heart rate in bpm, length of a pause in s, an index or share from 0 to 1; `bigeminy`: beats
   * from one ectopic beat to the next, 2 or 3; `frequent-ectopy`: ectopic beats a minute.
   */
  readonly measure?: number;
  /** Epoch time at which the log received what decided; absent where `toUs` says it within a minute. */
  readonly arrivedUs?: number;
}

/**
 * `patient-gone`: nothing has come from the patient for a day; `signal-ended`: the sender has said that its signal is over;
 * `discharged`, `standby`: staff have discharged the patient, or said that he is away.
 */
export const alarmReasons = ['patient-gone', 'discharged', 'standby', 'signal-ended'] as const;
export type AlarmReason = (typeof alarmReasons)[number];

/** One change of state of one alarm. */
export interface AlarmEvent {
  readonly alarmId: AlarmId;
  readonly patientId: PatientId;
  readonly kind: AlarmKind;
  readonly priority: AlarmPriority;
  readonly state: AlarmState;
  /** 1, 2, 3 … within one alarm. */
  readonly changeNumber: number;
  /** Epoch time of the change, on the patient's own time axis; of a person's act, on that person's. */
  readonly timeUs: number;
  readonly raisedTimeUs: number;
  /** Who caused the change: a user's name, or absent for the system. */
  readonly actor?: string;
  /** Nobody has taken it for too long; until a person does, or it is over. */
  readonly escalated?: true;
  /** Why it changed, where neither its condition nor a person changed it. */
  readonly reason?: AlarmReason;
  readonly evidence: AlarmEvidence;
}

export const alarmLabels = ['true', 'false'] as const;
export type AlarmLabel = (typeof alarmLabels)[number];

/** A message that cannot be used, with the reason. */
export interface DeadLetter {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly code: string;
  /** One sentence, made of field, found and expected where they are known. */
  readonly reason: string;
  /** The refused field; absent where no field is to blame. */
  readonly field?: string;
  /** Its value or the kind of it; absent where the field is missing. */
  readonly found?: string;
  readonly expected?: string;
  readonly timeUs: number;
  /** Its first 256 bytes. */
  readonly key: Uint8Array;
  /** Its first 64 KiB. */
  readonly payload: Uint8Array;
  /** Absent in letters of earlier versions, which are whole. */
  readonly original?: OriginalMessage;
}

/** What finds and proves the message behind a dead letter: together with topic, partition and offset. */
interface OriginalMessage {
  readonly keyBytes: number;
  readonly payloadBytes: number;
  /** Of the whole payload. */
  readonly payloadSha256: Uint8Array;
}
