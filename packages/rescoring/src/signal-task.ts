import type { PatientId } from '@beatwatch/contracts';
import type { LivePreprocessing } from '@beatwatch/ecg';
import type { SignalModelFolders } from '@beatwatch/signal-models';
import type { PackedSteps } from './packed-steps.ts';

/** What the thread that reads the signal is started with. */
export interface SignalTask {
  readonly connectionString: string;
  readonly patientId: PatientId;
  readonly fromUs: number;
  readonly toUs: number;
  readonly preprocessing: LivePreprocessing;
  readonly signalModels: SignalModelFolders;
}

/** What the thread says: `steps` many times, then `done`. */
export type SignalMessage =
  /** With the share of the signal that is read. */
  | { readonly type: 'steps'; readonly steps: PackedSteps; readonly share: number }
  | { readonly type: 'done'; readonly signalSeconds: number };

/** The last message of a thread that fails. */
export interface SignalFailure {
  readonly type: 'failed';
  readonly message: string;
}
