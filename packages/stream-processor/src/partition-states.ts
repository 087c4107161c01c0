import type { PatientId } from '@beatwatch/contracts';
import type { Position } from '@beatwatch/stream';
import type { Checkpoint } from '@beatwatch/timescale';
import { failureOf } from './failure.ts';
import type { PatientStatesOptions } from './patient-states-options.ts';
import { restoredState } from './restored-state.ts';
import { storeCheckpoints, type RefusedCheckpoint } from './store-checkpoints.ts';
import { Trial } from './trial.ts';
import { everyState, type ChooseStates, type UnstoredState } from './unstored-states.ts';

const weekMs = 7 * 86_400_000;
/** Interval at which patients who are gone are looked for. */
const forgetEveryMs = 600_000;
/** What a state is taken to have until it is stored for the first time. */
const supposedBytes = 4096;

/** What is to be stored of a patient. */
interface Unstored {
  /** The first message that the stored state lacks; undefined where it lacks none. */
  readonly offset: number | undefined;
  /** Whether it lacks what is not in the topic's log. */
  readonly isBeyondLog: boolean;
  /** Since when, by a monotonic clock. */
  readonly sinceMs: number;
}

export interface StateEntry<State> {
  state: State;
  /** Messages of this patient below this offset have taken effect. */
  nextOffset: number;
  /** Undefined where the state is stored as it is. */
  unstored: Unstored | undefined;
  /** Of the state as it was stored last. */
  bytes: number;
  /** When it changed last, epoch milliseconds. */
  changedMs: number;
}

type Before<State> = Omit<StateEntry<State>, 'state'> & { readonly serialized: Uint8Array };

export interface OwnedPartition<State> {
  /** When patients who are gone were looked for, epoch milliseconds. */
  lookedMs: number;
  readonly patients: Map<PatientId, StateEntry<State>>;
  nextOffset: number | undefined;
  /** While changes may have to be undone; a patient without a state before is undefined in it. */
  trial?: Trial<Before<State> | undefined> | undefined;
}

/** The states of one partition. */
export class PartitionStates<State> {
  readonly #owned: OwnedPartition<State>;
  readonly #options: PatientStatesOptions<State>;
  readonly number: number;

  /** @param number of the partition */
  constructor(owned: OwnedPartition<State>, options: PatientStatesOptions<State>, number: number) {
    this.#owned = owned;
    this.#options = options;
    this.number = number;
  }

  /** Until it ends, changes can be undone. Meanwhile nothing is to be checkpointed. */
  beginTrial(): void {
    this.#owned.trial = new Trial();
  }

  endTrial(): void {
    this.#owned.trial = undefined;
  }

  /** Keeps what the trial has changed so far. @returns whose states changed */
  keep(): readonly PatientId[] {
    return this.#owned.trial?.keep() ?? [];
  }

  /** Undoes what the trial has changed since it began, or since changes were last kept or undone. @returns whose states changed */
  undo(): readonly PatientId[] {
    const { patients, trial } = this.#owned;
    return (trial?.undo() ?? []).map(([id, before]) => {
      if (before === undefined) patients.delete(id);
      else {
        const { serialized, ...entry } = before;
        patients.set(id, { ...entry, state: restoredState(this.#options, id, serialized) });
      }
      return id;
    });
  }

  /** The patient's state for the message at `offset`; undefined where that took effect before a restart. */
  stateAt(id: PatientId, offset: number): State | undefined {
    if (offset < (this.#owned.patients.get(id)?.nextOffset ?? 0)) return undefined;
    const entry = this.#entryToChange(id);
    entry.nextOffset = offset + 1;
    return this.#changing(entry, offset);
  }

  /** The patient's state for a change that is not in the topic's log: a command, a tick. */
  stateToChange(id: PatientId): State {
    return this.#changing(this.#entryToChange(id));
  }

  /** Gives the patient a new state, since it cannot go on with its own. */
  beginAnew(id: PatientId, cause: unknown): void {
    const entry = this.#entryToChange(id);
    entry.state = this.#options.create(id);
    markUnstored(entry, undefined);
    this.#options.onBegunAnew?.(id, cause);
  }

  /** The patients whose states have changed since they were last stored. */
  changed(): readonly PatientId[] {
    return this.unstored().map(({ patientId }) => patientId);
  }

  /** What is to be stored. */
  unstored(): readonly UnstoredState[] {
    return [...this.#owned.patients].flatMap(([patientId, { unstored, bytes }]) =>
      unstored === undefined ? [] : [{ patientId, bytes, ...unstored }],
    );
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
   * Stores states that changed.
   * @param choose which of them. Default: all
   * @returns the position that may be committed now; undefined where no message has taken effect
   */
  async checkpoint(choose: ChooseStates = everyState): Promise<Position | undefined> {
    const { processor, topic, logId, checkpoints } = this.#options;
    const { number: partition } = this;
    const chosen = choose(this.unstored()).map(({ patientId }) => {
      const entry = this.#entry(patientId);
      // First: a state that cannot be serialized begins anew, and lacks more than before.
      const state = this.#serialized(patientId, entry);
      return { patientId, entry, state, unstored: entry.unstored };
    });
    const rows = chosen.map(({ patientId, entry, state }): Checkpoint => {
      entry.unstored = undefined;
      entry.bytes = state.byteLength;
      return { processor, topic, logId, partition, patientId, nextOffset: entry.nextOffset, state };
    });
    try {
      for (const refused of await storeCheckpoints(rows, checkpoints)) await this.#storeAnew(refused);
    } catch (error) {
      for (const { entry, unstored } of chosen) entry.unstored = unstored;
      throw error;
    }
    await this.#forgetGone();
    return this.#position();
  }

  /** From here on the log has what the stored states lack. */
  #position(): Position | undefined {
    const { nextOffset: appliedOffset, patients } = this.#owned;
    if (appliedOffset === undefined) return undefined;
    let nextOffset = appliedOffset;
    for (const { unstored } of patients.values())
      nextOffset = Math.min(nextOffset, unstored?.offset ?? nextOffset);
    const position = { topic: this.#options.topic, partition: this.number, nextOffset };
    return nextOffset === appliedOffset ? position : { ...position, appliedOffset };
  }

  /**
   * Lets a patient begin anew whose state is refused.
   * @throws the error of the refusal where a new state is refused as well: then it is not the state
   */
  async #storeAnew({ checkpoint, cause }: RefusedCheckpoint): Promise<void> {
    const { checkpoints, create, serialize, onBegunAnew } = this.#options;
    const { patientId } = checkpoint;
    const state = create(patientId);
    const bytes = serialize(state);
    try {
      await checkpoints.write([{ ...checkpoint, state: bytes }]);
    } catch (error) {
      throw failureOf(error) === 'outage' ? error : cause;
    }
    Object.assign(this.#entry(patientId), { state, bytes: bytes.byteLength });
    onBegunAnew?.(patientId, cause);
  }

  /** Forgets, now and then, who has not changed for a week. */
  async #forgetGone(): Promise<void> {
    const { processor, topic, checkpoints, mayForget, forgetAfterMs = weekMs } = this.#options;
    const nowMs = this.#nowMs();
    if (nowMs - this.#owned.lookedMs < forgetEveryMs) return;
    this.#owned.lookedMs = nowMs;
    const untilMs = nowMs - forgetAfterMs;
    const gone = [...this.#owned.patients].flatMap(([id, { state, unstored, changedMs }]) =>
      unstored === undefined && changedMs < untilMs && (mayForget?.(state) ?? true) ? [id] : [],
    );
    if (gone.length === 0) return;
    await checkpoints.remove({ processor, topic, partition: this.number }, gone, untilMs);
    for (const id of gone) this.#owned.patients.delete(id);
  }

  /** @param offset of the message that changes it; undefined where that is not in the topic's log */
  #changing(entry: StateEntry<State>, offset?: number): State {
    markUnstored(entry, offset);
    entry.changedMs = this.#nowMs();
    return entry.state;
  }

  #nowMs(): number {
    return (this.#options.now ?? Date.now)();
  }

  #serialized(id: PatientId, entry: StateEntry<State>): Uint8Array {
    const { create, serialize, onBegunAnew } = this.#options;
    try {
      return serialize(entry.state);
    } catch (error) {
      entry.state = create(id);
      markUnstored(entry, undefined);
      onBegunAnew?.(id, error);
      return serialize(entry.state);
    }
  }

  #entryToChange(id: PatientId): StateEntry<State> {
    const { patients, trial } = this.#owned;
    trial?.changes(id, () => {
      const before = patients.get(id);
      if (before === undefined) return undefined;
      const serialized = this.#serialized(id, before);
      return { ...before, serialized };
    });
    return this.#entry(id);
  }

  #entry(id: PatientId): StateEntry<State> {
    let entry = this.#owned.patients.get(id);
    if (entry === undefined) {
      const state = this.#options.create(id);
      entry = { state, nextOffset: 0, unstored: undefined, bytes: supposedBytes, changedMs: this.#nowMs() };
      this.#owned.patients.set(id, entry);
    }
    return entry;
  }
}

/** @param offset of the message that changes the state; undefined where that is not in the topic's log */
function markUnstored(entry: StateEntry<unknown>, offset: number | undefined): void {
  const before = entry.unstored;
  entry.unstored = {
    offset: before?.offset ?? offset,
    isBeyondLog: offset === undefined || (before?.isBeyondLog ?? false),
    sinceMs: before?.sinceMs ?? performance.now(),
  };
}
