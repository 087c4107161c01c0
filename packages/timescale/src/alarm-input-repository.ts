import type { PatientId } from '@beatwatch/contracts';
import type { TimeRange } from './stored-rows.ts';

/** Which block of a patient's inputs it is. */
interface AlarmInputName {
  /** Blocks of a patient are in the order of their numbers. */
  readonly number: number;
  /** End of the newest data, epoch microseconds on the patient's axis. */
  readonly timeUs: number;
  /** Whether alarms were decided from the initial state, and not from that after the block before. */
  readonly begins: boolean;
}

/** Consecutive inputs of the state machine of a patient's alarms, packed. */
export interface AlarmInputBlock extends AlarmInputName {
  readonly patientId: PatientId;
  readonly inputs: Uint8Array;
  /** What the state machine remembers after the block, packed; of some blocks. */
  readonly after?: Uint8Array;
}

export interface AlarmInputRepository {
  write(blocks: readonly AlarmInputBlock[]): Promise<void>;
  /** The blocks whose data end in the range, by number. */
  list(range: TimeRange): Promise<readonly (AlarmInputName & { readonly hasAfter: boolean })[]>;
  /** The blocks of a range of times and numbers, both ends included, by number. */
  read(
    range: TimeRange & { readonly fromNumber: number; readonly toNumber: number },
  ): Promise<readonly AlarmInputBlock[]>;
}
