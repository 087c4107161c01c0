import type { DeviceId, PatientId } from '@beatwatch/contracts';
import type { PaceOptions } from './pace.ts';

/** Options of every replay. */
export interface ReplayOptions extends Pick<PaceOptions, 'producer' | 'speed' | 'now' | 'wait' | 'signal'> {
  readonly patientId: PatientId;
  readonly deviceId: DeviceId;
  /** Epoch time given to the first sample or beat. */
  readonly startTimeUs: number;
  readonly onProgress?: (progress: ReplayProgress) => void;
}

export interface ReplayProgress {
  readonly messagesSent: number;
  readonly messagesTotal: number;
}
