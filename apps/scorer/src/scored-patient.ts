import { InputJournal, type InputJournalState } from '@beatwatch/alarms';
import type { Observation, ObservationSource } from '@beatwatch/contracts';
import type { PatientMonitor } from '@beatwatch/patient-monitor';
import { packState, unpackState } from '@beatwatch/stream-processor';

/** How far a patient's observations have come in a log. */
export interface Reached {
  /** `MessageStream.logId`: offsets count within one log. */
  readonly logId: string;
  /** The newest source of each topic. */
  readonly sources: Readonly<Record<string, ObservationSource>>;
}

/**
 * What the scorer remembers of a patient: the monitor, how far it has come in the logs that observations are made from, and
 * what alarms were decided by since it was last stored.
 */
export class ScoredPatient {
  readonly monitor: PatientMonitor;
  readonly journal: InputJournal;
  #reached: Reached;

  constructor(monitor: PatientMonitor, reached: Reached, journal = new InputJournal()) {
    this.monitor = monitor;
    this.journal = journal;
    this.#reached = reached;
    monitor.recordAlarms((input, after) => {
      journal.add(input, after);
    });
  }

  /**
   * True, once, for each observation. Ingest publishes again after a crash what it had published since its last checkpoint:
   * judged twice, a beat would teach its patient's reference twice.
   */
  isNew({ source }: Pick<Observation, 'source'>): boolean {
    if (source === undefined) return true;
    const { logId, sources } = this.#reached;
    const before = sources[source.topic];
    const isRepeat =
      before !== undefined &&
      before.partition === source.partition &&
      !isAfter(source, before) &&
      before.offset - source.offset < farthestRepeat;
    if (isRepeat) return false;
    this.#reached = { logId, sources: { ...sources, [source.topic]: source } };
    return true;
  }

  /**
   * Whether the patient may begin anew after a week without data: not with an open alarm, nor with a threshold or limits of
   * staff.
   */
  get mayForget(): boolean {
    const { setThreshold, monitor } = this.monitor.state;
    return (
      setThreshold === undefined &&
      monitor.limits?.own === undefined &&
      Object.keys(monitor.open).length === 0
    );
  }

  /** Serializes the state for a checkpoint. */
  serialize(): Uint8Array {
    return packState({ ...this.monitor.state, reached: this.#reached, journal: this.journal.state });
  }

  /**
   * Restores the state of a checkpoint.
   * @param bytes written by `serialize`, or by a version that knew of no sources or no journal; trusted, as they come from our own table
   * @param begin a monitor that goes on from a stored state; undefined if its version is unknown
   */
  static restore(
    bytes: Uint8Array,
    logId: string,
    begin: (state: unknown) => PatientMonitor | undefined,
  ): ScoredPatient | undefined {
    const stored = unpackState(bytes) as {
      readonly reached?: Reached;
      readonly journal?: InputJournalState;
    } | null;
    const { reached, journal, ...state } = stored ?? {};
    const monitor = begin(state);
    const isOfThisLog = reached?.logId === logId;
    return (
      monitor &&
      new ScoredPatient(
        monitor,
        isOfThisLog ? reached : { logId, sources: {} },
        journal === undefined ? InputJournal.goingOn() : new InputJournal(journal),
      )
    );
  }
}

/**
 * Messages of a log that ingest may publish again after a crash are fewer. What is farther behind is of another log, or the
 * newest one was false: not to be judged any more would be worse than to be judged twice.
 */
const farthestRepeat = 1_000_000;

const isAfter = (one: ObservationSource, other: ObservationSource): boolean =>
  one.offset === other.offset ? one.index > other.index : one.offset > other.offset;
