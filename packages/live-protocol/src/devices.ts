import type { Absence, DeviceId, DeviceReport, PatientId } from '@beatwatch/contracts';

/** What a device said last of itself and of its wearer. */
export interface LiveDevice extends Pick<DeviceReport, 'batteryPercent' | 'activity' | 'posture'> {
  readonly patientId: PatientId;
  readonly deviceId: DeviceId;
  readonly absence?: { readonly kind: Absence; readonly sinceMs: number };
  /** On the gateway's clock, as the other times. It is sent again once a minute while the device goes on to say it. */
  readonly reportedAtMs: number;
}

/** Pulses of a pacemaker, epoch microseconds on the patient's time axis, in order of time. */
export interface LivePulses {
  readonly patientId: PatientId;
  readonly timesUs: readonly number[];
}

/** What devices say beside their samples; absent where none does. */
export interface DeviceMessages {
  readonly devices?: readonly LiveDevice[];
  readonly pulses?: readonly LivePulses[];
}
