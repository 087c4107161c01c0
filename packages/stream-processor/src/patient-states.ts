import type { PatientId } from '@beatwatch/contracts';
import type { Position } from '@beatwatch/stream';
import type { Checkpoint, Repositories } from '@beatwatch/timescale';

export interface PatientStatesOptions<State> {
  /** The consumer group. */
  readonly stage: string;
  /** The topic whose messages move the states. */
  readonly topic: string;
  /** Offsets of another log mean nothing here. */
  readonly logId: string;
  readonly checkpoints: Repositories['checkpoints'];
  readonly create: (id: PatientId) => State;
  readonly freeze: (state: State) => Uint8Array;
  /** Undefined where another version froze it: the patient begins anew. */
  readonly thaw: (id: PatientId, frozen: Uint8Array) => State | undefined;
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
 * The state of one stage for each patient of the partitions that this process owns.
 *
 * A stage does its effects first and checkpoints now and then; only a checkpointed position is committed.
 * After a crash the log is read again from there, messages below a patient's own `nextOffset` are passed over,
 * and since a stage is deterministic and its rows have keys, what is done twice changes nothing.
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

  /** Every partition in memory, for a last checkpoint. */
  owned(): number[] {
    return [...this.#partitions.keys()];
  }

  /** After a failed effect: what is in memory is ahead of what is stored. */
  forget(partition: number): void {
    this.#partitions.delete(partition);
  }

  /** After a rebalance: what is in memory may be stale, the checkpoints are not. */
  forgetAll(): void {
    this.#partitions.clear();
  }

  async #load(partition: number): Promise<Owned<State>> {
    const { stage, topic, logId, checkpoints, create, thaw } = this.#options;
    const rows = await checkpoints.read({ logId, stage, topic, partition });
    const patients = new Map(
      rows.map(({ patientId, state, nextOffset }): [PatientId, Entry<State>] => [
        patientId,
        { state: thaw(patientId, state) ?? create(patientId), nextOffset, dirty: false },
      ]),
    );
    return { patients, nextOffset: undefined };
  }
}

/** The states of one partition. */
export class PartitionStates<State> {
  readonly #owned: Owned<State>;
  readonly #options: PatientStatesOptions<State>;
  readonly #partition: number;

  constructor(owned: Owned<State>, options: PatientStatesOptions<State>, partition: number) {
    this.#owned = owned;
    this.#options = options;
    this.#partition = partition;
  }

  /** The patient's state, or undefined where the message at this offset took effect before a restart. */
  takeAt(id: PatientId, offset: number): State | undefined {
    const entry = this.#entry(id);
    if (offset < entry.nextOffset) return undefined;
    entry.nextOffset = offset + 1;
    entry.dirty = true;
    return entry.state;
  }

  /** The patient's state, whatever the offset: for what comes from elsewhere than the log. */
  peek(id: PatientId): State {
    const entry = this.#entry(id);
    entry.dirty = true;
    return entry.state;
  }

  /** Every patient of the partition; a state that is only looked at has not changed. */
  entries(): readonly (readonly [PatientId, State])[] {
    return [...this.#owned.patients].map(([id, { state }]) => [id, state]);
  }

  /** All messages of the partition below this offset have taken effect. */
  reached(nextOffset: number): void {
    this.#owned.nextOffset = nextOffset;
  }

  /** Writes the states that changed. @returns the position that may be committed now, if there is one */
  async checkpoint(): Promise<Position | undefined> {
    const { stage, topic, logId, checkpoints, freeze } = this.#options;
    const partition = this.#partition;
    const nextOffset = this.#owned.nextOffset;
    const rows: Checkpoint[] = [];
    for (const [patientId, entry] of this.#owned.patients) {
      if (!entry.dirty) continue;
      entry.dirty = false;
      rows.push({
        stage,
        topic,
        logId,
        partition,
        patientId,
        nextOffset: entry.nextOffset,
        state: freeze(entry.state),
      });
    }
    try {
      if (rows.length > 0) await checkpoints.write(rows);
    } catch (error) {
      for (const { patientId } of rows) this.#entry(patientId).dirty = true;
      throw error;
    }
    return nextOffset === undefined ? undefined : { topic, partition, nextOffset };
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
