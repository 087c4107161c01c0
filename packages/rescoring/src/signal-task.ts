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

/** What the thread says, in this order: `read` once, `steps` many times, `done`. */
export type SignalMessage =
  | { readonly type: 'read'; readonly packets: number }
  | { readonly type: 'steps'; readonly steps: PackedSteps; readonly packetsDone: number }
  | { readonly type: 'done'; readonly signalSeconds: number };

/** The last message of a thread that fails. */
export interface SignalFailure {
  readonly type: 'failed';
  readonly message: string;
}
