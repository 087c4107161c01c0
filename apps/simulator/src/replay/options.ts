import type { DeviceId, PatientId } from '@beatwatch/contracts';
import type { PaceOptions } from './pace.ts';

/** What both replays take; see `PaceOptions` for speed, clock and signal. */
export interface ReplayOptions extends Pick<PaceOptions, 'producer' | 'speed' | 'now' | 'wait' | 'signal'> {
  readonly patientId: PatientId;
  readonly deviceId: DeviceId;
  /** Epoch time that the recording's first sample or beat gets. */
  readonly startTimeUs: number;
  readonly onProgress?: (progress: ReplayProgress) => void;
}

export interface ReplayProgress {
  readonly messagesSent: number;
  readonly messagesTotal: number;
}
