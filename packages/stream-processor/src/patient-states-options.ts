import type { Repositories } from '@beatwatch/timescale';
import type { Restoring } from './restored-state.ts';

export interface PatientStatesOptions<State> extends Restoring<State> {
  /** The consumer group. */
  readonly processor: string;
  /** The topic whose messages change the states. */
  readonly topic: string;
  /** Offsets count within one log: of another one's checkpoints the state holds, and the offset does not. */
  readonly logId: string;
  readonly checkpoints: Repositories['checkpoints'];
  readonly serialize: (state: State) => Uint8Array;
  /** Awaited before stored states are deserialized: what they need can be opened. Default: nothing. */
  readonly beforeRestore?: (stored: readonly Uint8Array[], partition: number) => Promise<void>;
  /** Whether a patient who is gone may be forgotten, to begin anew if he comes back. Default: he may. */
  readonly mayForget?: (state: State) => boolean;
  /** Time without a change after which a patient counts as gone, milliseconds. Default: seven days. */
  readonly forgetAfterMs?: number;
  /** Epoch milliseconds. Default: the system's clock. */
  readonly now?: () => number;
}
