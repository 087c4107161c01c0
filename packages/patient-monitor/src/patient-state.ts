import type { MonitorState } from '@beatwatch/alarms';
import type { DeviceId, ModelVersion } from '@beatwatch/contracts';
import type { AtrialFibrillationState, VentricularRhythmState } from '@beatwatch/rhythm';
import type { SecondTrust } from './signal-trust.ts';

/** A lead's adaptation to the patient. */
export interface LeadState {
  readonly modelVersion: ModelVersion;
  readonly preprocessing: string;
  readonly adaptation: unknown;
}

interface SpeakingDevice {
  readonly deviceId: DeviceId;
  readonly untilUs: number;
}

export const patientStateVersion = 2;

/** All that a patient monitor remembers: plain data. */
export interface PatientMonitorState {
  readonly version: typeof patientStateVersion;
  readonly monitor: MonitorState;
  readonly seconds: Readonly<Record<string, readonly SecondTrust[]>>;
  /** By lead and preprocessing. */
  readonly leads: Readonly<Record<string, LeadState>>;
  /** The watch for atrial fibrillation of each lead. */
  readonly atrial: Readonly<Record<string, AtrialFibrillationState>>;
  /** The watch for ventricular rhythms of each lead. */
  readonly ventricular: Readonly<Record<string, VentricularRhythmState>>;
  /** Number of the patient's time axis, where the data tell one. */
  readonly axis?: number;
  /** The device that speaks for each lead, and up to when it has. */
  readonly devices?: Readonly<Record<string, SpeakingDevice>>;
  /** By preprocessing, the version of the autoencoder that the patient was given in place of the usual one. */
  readonly assigned?: Readonly<Record<string, ModelVersion>>;
  /** Staff's threshold. */
  readonly setThreshold?: number;
}
