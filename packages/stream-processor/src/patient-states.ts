import type { PatientId } from '@beatwatch/contracts';
import type { Position } from '@beatwatch/stream';
import type { Checkpoint, Repositories } from '@beatwatch/timescale';

export interface PatientStatesOptions<State> {
  /** The consumer group. */
  readonly processor: string;
  /** The topic whose messages change the states. */
  readonly topic: string;
  /** Offsets count within one log: of another one's checkpoints the state holds, and the offset does not. */
  readonly logId: string;
  readonly checkpoints: Repositories['checkpoints'];
  readonly create: (id: PatientId) => State;
  readonly serialize: (state: State) => Uint8Array;
  /** Undefined for bytes of a version that cannot be read: the patient begins anew. */
  readonly deserialize: (id: PatientId, bytes: Uint8Array) => State | undefined;
  /** Called where a patient begins anew: the stored state cannot be read, or every message fails with it. Default: nothing. */
  readonly onBegunAnew?: (id: PatientId, cause: unknown) => void;
}

interface Entry<State> {
  state: State;
  /** Messages of this patient below this offset have taken effect. */
  nextOffset: number;
  dirty: boolean;
}

interface Owned<State> {
  readonly patients: Map<PatientId, Entry<State>>;
  nextOffset: number | undefined;
}

/**
 * The state of one stream processor for each patient of the partitions that this process owns.
 *
 * A processor applies its effects first and checkpoints now and then; only a checkpointed position is committed. After a
 * crash the log is read again from there and messages below a patient's own `nextOffset` are skipped. A processor is
 * deterministic and its rows have keys, so that an effect applied twice changes nothing.
 */
export class PatientStates<State> {
  readonly #options: PatientStatesOptions<State>;
  readonly #partitions = new Map<number, Promise<Owned<State>>>();

  constructor(options: PatientStatesOptions<State>) {
    this.#options = options;
  }

  /** The partition's states, read from their checkpoints at the first call. */
  async partition(partition: number): Promise<PartitionStates<State>> {
    let owned = this.#partitions.get(partition);
    if (owned === undefined) {
      owned = this.#load(partition);
      this.#partitions.set(partition, owned);
      owned.catch(() => this.#partitions.delete(partition));
    }
    return new PartitionStates(await owned, this.#options, partition);
  }

  /** The partitions in memory. */
  owned(): number[] {
    return [...this.#partitions.keys()];
  }

  /** Drops a partition after a failed effect: memory is ahead of what is stored. */
  forget(partition: number): void {
    this.#partitions.delete(partition);
  }

  /** Drops all partitions after a rebalance: another process may have moved on since. */
  forgetAll(): void {
    this.#partitions.clear();
  }

  async #load(partition: number): Promise<Owned<State>> {
    const { processor, topic, logId, checkpoints } = this.#options;
    const rows = await checkpoints.read({ processor, topic, partition });
    const patients = new Map(
      rows.map((row): [PatientId, Entry<State>] => {
        const state = this.#restored(row);
        // After a loss of the broker, or a restored database: what was learned goes on at the beginning of the new log.
        const nextOffset = row.logId === logId ? row.nextOffset : 0;
        return [row.patientId, { state, nextOffset, dirty: false }];
      }),
    );
    return { patients, nextOffset: undefined };
  }

  /** The stored state, or a new one where that cannot be read. */
  #restored({ patientId, state }: Checkpoint): State {
    const { create, deserialize, onBegunAnew } = this.#options;
    let cause: unknown = new Error('the stored state is of an unknown version');
    try {
      const restored = deserialize(patientId, state);
      if (restored !== undefined) return restored;
    } catch (error) {
      cause = error;
    }
    onBegunAnew?.(patientId, cause);
    return create(patientId);
  }
}

/** The states of one partition. */
export class PartitionStates<State> {
  readonly #owned: Owned<State>;
  readonly #options: PatientStatesOptions<State>;
  readonly number: number;

  /** @param number of the partition */
  constructor(owned: Owned<State>, options: PatientStatesOptions<State>, number: number) {
    this.#owned = owned;
    this.#options = options;
    this.number = number;
  }

  /** The patient's state for the message at `offset`; undefined where that took effect before a restart. */
  stateAt(id: PatientId, offset: number): State | undefined {
    const entry = this.#entry(id);
    if (offset < entry.nextOffset) return undefined;
    entry.nextOffset = offset + 1;
    entry.dirty = true;
    return entry.state;
  }

  /** The patient's state for a change that is not in the topic's log: a command, a tick. */
  stateToChange(id: PatientId): State {
    const entry = this.#entry(id);
    entry.dirty = true;
    return entry.state;
  }

  /** Gives the patient a new state, since it cannot go on with its own. */
  beginAnew(id: PatientId, cause: unknown): void {
    const entry = this.#entry(id);
    entry.state = this.#options.create(id);
    entry.dirty = true;
    this.#options.onBegunAnew?.(id, cause);
  }

  /** The patients whose states have changed since they were last stored. */
  changed(): readonly PatientId[] {
    return [...this.#owned.patients].flatMap(([id, { dirty }]) => (dirty ? [id] : []));
  }

  /** Every patient of the partition, to read only: a change here is not checkpointed. */
  entries(): readonly (readonly [PatientId, State])[] {
    return [...this.#owned.patients].map(([id, { state }]) => [id, state]);
  }

  /** Records that all messages of the partition below this offset have taken effect. */
  reached(nextOffset: number): void {
    this.#owned.nextOffset = nextOffset;
  }

  /**
   * Stores the states that changed.
   * @returns the position that may be committed now; undefined where no message has taken effect
   */
  async checkpoint(): Promise<Position | undefined> {
    const { processor, topic, logId, checkpoints } = this.#options;
    const { number: partition } = this;
    const nextOffset = this.#owned.nextOffset;
    const rows: Checkpoint[] = [];
    for (const [patientId, entry] of this.#owned.patients) {
      if (!entry.dirty) continue;
      entry.dirty = false;
      const { nextOffset: patientOffset } = entry;
      const key = { processor, topic, logId, partition, patientId };
      rows.push({ ...key, nextOffset: patientOffset, state: this.#serialized(patientId, entry) });
    }
    try {
      if (rows.length > 0) await checkpoints.write(rows);
    } catch (error) {
      for (const { patientId } of rows) this.#entry(patientId).dirty = true;
      throw error;
    }
    return nextOffset === undefined ? undefined : { topic, partition, nextOffset };
  }

  #serialized(id: PatientId, entry: Entry<State>): Uint8Array {
    const { serialize } = this.#options;
    try {
      return serialize(entry.state);
    } catch (error) {
      this.beginAnew(id, error);
      entry.dirty = false;
      return serialize(entry.state);
    }
  }

  #entry(id: PatientId): Entry<State> {
    let entry = this.#owned.patients.get(id);
    if (entry === undefined) {
      entry = { state: this.#options.create(id), nextOffset: 0, dirty: false };
      this.#owned.patients.set(id, entry);
    }
    return entry;
  }
}
