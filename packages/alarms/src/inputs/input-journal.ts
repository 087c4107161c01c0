import type { MonitorState } from '../state.ts';
import type { AlarmInput } from './alarm-input.ts';
import { noRows, withRow, type InputRows } from './input-rows.ts';

/** Consecutive inputs of one patient, of which nothing changes any more. */
export interface InputBlock {
  /** Blocks of a patient are in the order of their numbers. */
  readonly number: number;
  /** End of the newest data, epoch time on the patient's axis. */
  readonly timeUs: number;
  /** Whether alarms were decided from the initial state, and not from the one after the block before. */
  readonly begins: boolean;
  readonly rows: InputRows;
  /** What the monitor remembers after the block; of some blocks. */
  readonly after?: MonitorState;
}

/** All that a journal remembers between two inputs: plain data. */
export interface InputJournalState {
  /** Number of the next block; undefined before any. */
  readonly number?: number;
  readonly begins: boolean;
  /** End of the newest data when the monitor's state was kept last. */
  readonly keptUs: number;
  readonly rows: InputRows;
}

/** Small: what is not full yet is in every checkpoint. */
const blockInputs = 32;
/** Time between two states that are kept, from which alarms can be decided again. */
const keepEveryUs = 3600e6;

/**
 * Gathers what a patient's alarms are decided by into blocks that can be stored. Which they are depends on the inputs alone:
 * what is decided again after a crash gives the same blocks.
 */
export class InputJournal {
  #state: InputJournalState;
  #full: InputBlock[] = [];

  /** @param state Default: that of a patient whose monitor begins too */
  constructor(state: InputJournalState = { begins: true, keptUs: 0, rows: noRows }) {
    this.#state = state;
  }

  /** The journal of a monitor whose inputs were not recorded so far. */
  static goingOn(): InputJournal {
    return new InputJournal({ begins: false, keptUs: 0, rows: noRows });
  }

  get state(): InputJournalState {
    return this.#state;
  }

  /** @param after what the monitor remembers after the input */
  add(input: AlarmInput, after: MonitorState): void {
    const { begins, keptUs } = this.#state;
    const rows = withRow(this.#state.rows, input);
    const { newestUs: timeUs } = after;
    // What the clock brings about is checkpointed before it takes effect: a block that it filled might not be stored.
    const isOfLog = input.kind === 'beat' || input.kind === 'second';
    if (!isOfLog || rows.order.length < blockInputs) {
      this.#state = { ...this.#state, rows };
      return;
    }
    // Counted from the milliseconds of the first one: where the state is lost, numbers go on above those of before.
    const number = this.#state.number ?? Math.floor(timeUs / 1000);
    const isDue = begins || Math.abs(timeUs - keptUs) >= keepEveryUs;
    this.#full.push({ number, timeUs, begins, rows, ...(isDue && { after }) });
    this.#state = { number: number + 1, begins: false, keptUs: isDue ? timeUs : keptUs, rows: noRows };
  }

  /** The full blocks, once. */
  take(): readonly InputBlock[] {
    const full = this.#full;
    this.#full = [];
    return full;
  }
}
