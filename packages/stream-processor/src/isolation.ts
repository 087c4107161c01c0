import { setTimeout as delay } from 'node:timers/promises';
import type { PatientId } from '@beatwatch/contracts';
import type { Batch } from '@beatwatch/stream';
import { failureOf } from './failure.ts';
import type { PartitionStates } from './partition-states.ts';

export interface IsolationSteps<State> {
  /** The partition's states: those in memory, or read as they were last stored. */
  readonly open: (partition: number) => Promise<PartitionStates<State>>;
  /** Drops the states in memory. */
  readonly forget: (partition: number) => void;
  /** Handles a batch; waits out an outage, rejects for every other reason. */
  readonly handle: (batch: Batch, states: PartitionStates<State>) => Promise<void>;
  /** Stores the changed states and commits the position after the batch. */
  readonly settle: (batch: Batch, states: PartitionStates<State>) => Promise<void>;
  /** Keeps the one message of a batch, which has failed alone, as a dead letter. */
  readonly bury: (batch: Batch, error: unknown) => Promise<void>;
  /** False where the processor stops: then errors are not the messages'. */
  readonly isRunning: () => boolean;
}

/** Attempts of a message that fails alone. */
const attempts = 3;
const pauseMs = 50;
/** Messages of one patient that fail one after the other for no known reason: then its state is taken for the cause. */
const mostOfPatient = 3;
/** Messages that fail one after the other for no known reason: then it is not the messages that are broken. */
const mostInARow = 20;

/**
 * Handles batches so that a message which is refused, or which makes us fail, holds up no other: what fails is done again in
 * halves, from the states before it, down to the single message. That one is tried three times, buried and passed over.
 */
export class Isolation<State> {
  readonly #steps: IsolationSteps<State>;
  /** Consecutive unexpected failures of patients. */
  readonly #ofPatient = new Map<PatientId, number>();
  #inARow = 0;

  constructor(steps: IsolationSteps<State>) {
    this.#steps = steps;
  }

  /**
   * Handles a batch at once, and only if that fails apart.
   * @param before batches that have been handled since the states were last stored
   * @returns whether the batch was handled at once: then the states are still to be settled
   */
  async handle(batch: Batch, before: readonly Batch[]): Promise<boolean> {
    const { open, handle } = this.#steps;
    const states = await open(batch.partition);
    try {
      await handle(batch, states);
      this.#succeeded(states);
      return true;
    } catch (error) {
      this.#requireIsolable(error);
    }
    await this.redo(batch.partition, [...before, batch]);
    return false;
  }

  /** Handles batches again, from the states that were last stored. */
  async redo(partition: number, batches: readonly Batch[]): Promise<void> {
    this.#steps.forget(partition);
    for (const batch of [...batches]) await this.#handleApart(batch);
  }

  async #handleApart(batch: Batch, attempt = 1): Promise<void> {
    const { open, forget, handle, settle, bury } = this.#steps;
    const states = await open(batch.partition);
    try {
      await handle(batch, states);
      this.#succeeded(states);
    } catch (error) {
      this.#requireIsolable(error);
      const changed = states.changed();
      forget(batch.partition);
      if (batch.messages.length > 1) {
        for (const half of halves(batch)) await this.#handleApart(half);
        return;
      }
      if (attempt < attempts) {
        await delay(attempt * pauseMs);
        await this.#handleApart(batch, attempt + 1);
        return;
      }
      await bury(batch, error);
      await this.#buried(batch, error, changed);
      return;
    }
    await settle(batch, states);
  }

  /** Goes on after a buried message, from the states before it. */
  async #buried(batch: Batch, error: unknown, changed: readonly PatientId[]): Promise<void> {
    const { open, settle } = this.#steps;
    const states = await open(batch.partition);
    if (failureOf(error) === 'unexpected') {
      this.#inARow += 1;
      if (this.#inARow > mostInARow) throw error;
      for (const id of changed) {
        const failures = (this.#ofPatient.get(id) ?? 0) + 1;
        this.#ofPatient.set(id, failures);
        if (failures < mostOfPatient) continue;
        states.beginAnew(id, error);
        this.#ofPatient.delete(id);
      }
    }
    await settle(batch, states);
  }

  #succeeded(states: PartitionStates<State>): void {
    this.#inARow = 0;
    if (this.#ofPatient.size === 0) return;
    for (const id of states.changed()) this.#ofPatient.delete(id);
  }

  #requireIsolable(error: unknown): void {
    if (!this.#steps.isRunning() || failureOf(error) === 'outage') throw error;
  }
}

function halves(batch: Batch): Batch[] {
  const middle = Math.ceil(batch.messages.length / 2);
  return [batch.messages.slice(0, middle), batch.messages.slice(middle)].map((messages) => ({
    ...batch,
    messages,
  }));
}
