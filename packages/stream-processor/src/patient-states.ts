import type { PatientId } from '@beatwatch/contracts';
import type { Position } from '@beatwatch/stream';
import type { Checkpoint, Repositories } from '@beatwatch/timescale';
import { failureOf } from './failure.ts';
import { storeCheckpoints, type RefusedCheckpoint } from './store-checkpoints.ts';

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
  /**
   * Called where a patient begins anew: the stored state cannot be read, the database refuses to store it, or every message
   * fails with it. Default: nothing.
   */
  readonly onBegunAnew?: (id: PatientId, cause: unknown) => void;
  /** Whether a patient who is gone may be forgotten, to begin anew if he comes back. Default: he may. */
  readonly mayForget?: (state: State) => boolean;
  /** Time without a change after which a patient counts as gone, milliseconds. Default: seven days. */
  readonly forgetAfterMs?: number;
  /** Epoch milliseconds. Default: the system's clock. */
  readonly now?: () => number;
}

const weekMs = 7 * 86_400_000;
/** Interval at which patients who are gone are looked for. */
const forgetEveryMs = 600_000;

interface Entry<State> {
  state: State;
  /** Messages of this patient below this offset have taken effect. */
  nextOffset: number;
  dirty: boolean;
  /** When it changed last, epoch milliseconds. */
  changedMs: number;
}

interface Owned<State> {
  /** When patients who are gone were looked for, epoch milliseconds. */
  lookedMs: number;
  readonly patients: Map<PatientId, Entry<State>>;
  nextOffset: number | undefined;
}

/**
 * The state of one stream processor for each patient of the partitions that this process owns.
 *
 * A processor applies its effects first and checkpoints now and then; only a checkpointed position is committed. After a
 * crash the log is read again from there and messages below a patient's own `nextOffset` are skipped. A processor is
 * deterministic and its rows have keys, so that an effect applied twice changes nothing.
 *
 * A patient who has been gone for a week is forgotten, in memory and in the table: all of his messages are committed long
 * since. If he comes back he begins anew.
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
    const nowMs = (this.#options.now ?? Date.now)();
    const patients = new Map(
      rows.map((row): [PatientId, Entry<State>] => {
        const state = this.#restored(row);
        // After a loss of the broker, or a restored database: what was learned goes on at the beginning of the new log.
        const nextOffset = row.logId === logId ? row.nextOffset : 0;
        return [row.patientId, { state, nextOffset, dirty: false, changedMs: row.storedAtMs ?? nowMs }];
      }),
    );
    // Not at once: after a long outage their messages may be waiting.
    return { patients, nextOffset: undefined, lookedMs: nowMs };
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
    return this.#changing(entry);
  }

  /** The patient's state for a change that is not in the topic's log: a command, a tick. */
  stateToChange(id: PatientId): State {
    return this.#changing(this.#entry(id));
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
      for (const refused of await storeCheckpoints(rows, checkpoints)) await this.#storeAnew(refused);
    } catch (error) {
      for (const { patientId } of rows) this.#entry(patientId).dirty = true;
      throw error;
    }
    await this.#forgetGone();
    return nextOffset === undefined ? undefined : { topic, partition, nextOffset };
  }

  /**
   * Lets a patient begin anew whose state is refused.
   * @throws the error of the refusal where a new state is refused as well: then it is not the state
   */
  async #storeAnew({ checkpoint, cause }: RefusedCheckpoint): Promise<void> {
    const { checkpoints, create, serialize, onBegunAnew } = this.#options;
    const { patientId } = checkpoint;
    const state = create(patientId);
    try {
      await checkpoints.write([{ ...checkpoint, state: serialize(state) }]);
    } catch (error) {
      throw failureOf(error) === 'outage' ? error : cause;
    }
    this.#entry(patientId).state = state;
    onBegunAnew?.(patientId, cause);
  }

  /** Forgets, now and then, who has not changed for a week. */
  async #forgetGone(): Promise<void> {
    const { processor, topic, checkpoints, mayForget, forgetAfterMs = weekMs } = this.#options;
    const nowMs = this.#nowMs();
    if (nowMs - this.#owned.lookedMs < forgetEveryMs) return;
    this.#owned.lookedMs = nowMs;
    const untilMs = nowMs - forgetAfterMs;
    const gone = [...this.#owned.patients].flatMap(([id, { state, dirty, changedMs }]) =>
      !dirty && changedMs < untilMs && (mayForget?.(state) ?? true) ? [id] : [],
    );
    if (gone.length === 0) return;
    await checkpoints.remove({ processor, topic, partition: this.number }, gone, untilMs);
    for (const id of gone) this.#owned.patients.delete(id);
  }

  #changing(entry: Entry<State>): State {
    entry.dirty = true;
    entry.changedMs = this.#nowMs();
    return entry.state;
  }

  #nowMs(): number {
    return (this.#options.now ?? Date.now)();
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
      const state = this.#options.create(id);
      entry = { state, nextOffset: 0, dirty: false, changedMs: this.#nowMs() };
      this.#owned.patients.set(id, entry);
    }
    return entry;
  }
}
