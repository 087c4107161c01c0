import { setTimeout as delay } from 'node:timers/promises';
import type { PatientId } from '@beatwatch/contracts';
import type { Batch } from '@beatwatch/stream';
import { batchesOfKeys, joined } from './batch-parts.ts';
import { failureOf } from './failure.ts';
import type { PartitionStates } from './partition-states.ts';

/** A message that has failed alone, as a batch. */
interface FailedMessage {
  readonly batch: Batch;
  readonly error: unknown;
}

export interface IsolationSteps<State> {
  /** The partition's states: those in memory, or read as they were last stored. */
  readonly open: (partition: number) => Promise<PartitionStates<State>>;
  /** Drops the states in memory. */
  readonly forget: (partition: number) => void;
  /** Handles a batch; waits out an outage, rejects for every other reason. */
  readonly handle: (batch: Batch, states: PartitionStates<State>) => Promise<void>;
  /** Stores the changed states and commits the position after the batch. */
  readonly settle: (batch: Batch, states: PartitionStates<State>) => Promise<void>;
  /** Keeps messages as dead letters. */
  readonly bury: (failed: readonly FailedMessage[]) => Promise<void>;
  /** Number of assignments so far. */
  readonly assignments: () => number;
  /** False where the processor stops: then errors are not the messages'. */
  readonly isRunning: () => boolean;
}

interface Failure {
  readonly error: unknown;
  /** Whose states the failed part had changed. */
  readonly changed: readonly PatientId[];
}

/** Attempts of a message that fails alone. */
const attempts = 3;
const pauseMs = 50;
/** Messages of one batch that are tried so often. Where more fail it is a flood, and each is tried once, or others would wait. */
const mostTriedAgain = 5;
/** Messages buried at once, since each may have 64 KiB. */
const buriedAtOnce = 100;
/** Messages of one patient that fail one after the other for no known reason: then its state is taken for the cause. */
const mostOfPatient = 3;
/** Messages that fail one after the other for no known reason: then it is not the messages that are broken. */
const mostInARow = 20;

/**
 * Handles batches so that a message which is refused, or which makes us fail, holds up no other. A batch that fails is done
 * again from the states before it: first all patients but those whose messages fail, then these patients' messages in order,
 * in parts down to the single message. That one is tried three times, buried and passed over. What is changed meanwhile is
 * stored and committed once, at the end: repeated after a crash, it changes nothing.
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
    const { open, handle, assignments } = this.#steps;
    const since = assignments();
    const states = await open(batch.partition);
    try {
      await handle(batch, states);
      this.#succeeded(this.#ofPatient.size === 0 ? [] : states.changed());
      return true;
    } catch (error) {
      this.#requireIsolable(error);
    }
    await this.redo(batch.partition, [...before, batch], since);
    return false;
  }

  /**
   * Handles batches again, from the states that were last stored.
   * @param since the assignment in which they came. After it they are left to whoever owns the partition then
   */
  async redo(partition: number, batches: readonly Batch[], since = this.#steps.assignments()): Promise<void> {
    const { forget, assignments } = this.#steps;
    if (since === assignments()) forget(partition);
    for (const batch of [...batches]) {
      if (since === assignments()) await this.#handleApart(batch);
    }
  }

  async #handleApart(batch: Batch): Promise<void> {
    const states = await this.#steps.open(batch.partition);
    states.beginTrial();
    const failing = await this.#handleTogether(batchesOfKeys(batch), states);
    if (failing.length > 0) await this.#handleInOrder(joined(failing), batch, states);
    states.endTrial();
    await this.#steps.settle(batch, states);
  }

  /** Handles the patients' batches in as few parts as possible. @returns those that fail by themselves */
  async #handleTogether(
    ofPatients: readonly Batch[],
    states: PartitionStates<State>,
  ): Promise<readonly Batch[]> {
    if ((await this.#attempt(joined(ofPatients), states)) === undefined) return [];
    if (ofPatients.length === 1) return ofPatients;
    const middle = Math.ceil(ofPatients.length / 2);
    const failing = await this.#handleTogether(ofPatients.slice(0, middle), states);
    return [...failing, ...(await this.#handleTogether(ofPatients.slice(middle), states))];
  }

  /**
   * Handles messages in parts that shrink where they fail and grow where they do not; buries those that fail alone.
   * @param whole the batch that they are of, whose other messages have been handled
   */
  async #handleInOrder(failing: Batch, whole: Batch, states: PartitionStates<State>): Promise<void> {
    const { bury, settle } = this.#steps;
    const buried: FailedMessage[] = [];
    let triedAgain = 0;
    let size = Math.ceil(failing.messages.length / 2);
    for (let at = 0; at < failing.messages.length;) {
      const part = { ...failing, messages: failing.messages.slice(at, at + size) };
      const [first] = part.messages;
      let failure = await this.#attempt(part, states);
      if (failure !== undefined && part.messages.length > 1) {
        size = Math.ceil(part.messages.length / 2);
        continue;
      }
      if (failure !== undefined && triedAgain < mostTriedAgain) {
        triedAgain += 1;
        failure = await this.#tryAgain(part, states);
      }
      at += part.messages.length;
      size = failure === undefined ? 2 * part.messages.length : 1;
      if (failure === undefined) continue;
      buried.push({ batch: part, error: failure.error });
      const isTheMessage = this.#judge(failure, states);
      if (isTheMessage && buried.length < buriedAtOnce) continue;
      await bury(buried.splice(0));
      if (isTheMessage) continue;
      states.endTrial();
      const messages = whole.messages.filter(({ offset }) => offset <= (first?.offset ?? -1));
      await settle({ ...whole, messages }, states);
      throw failure.error;
    }
    if (buried.length > 0) await bury(buried);
  }

  /** @returns why a part fails, and then its changes are undone */
  async #attempt(batch: Batch, states: PartitionStates<State>): Promise<Failure | undefined> {
    try {
      await this.#steps.handle(batch, states);
    } catch (error) {
      this.#requireIsolable(error);
      return { error, changed: states.undo() };
    }
    this.#succeeded(states.keep());
    return undefined;
  }

  async #tryAgain(batch: Batch, states: PartitionStates<State>): Promise<Failure | undefined> {
    let failure: Failure | undefined;
    for (let attempt = 1; attempt < attempts; attempt += 1) {
      await delay(attempt * pauseMs);
      failure = await this.#attempt(batch, states);
      if (failure === undefined) break;
    }
    return failure;
  }

  /** Counts a failure for no known reason. @returns false where it is not the messages that are broken */
  #judge({ error, changed }: Failure, states: PartitionStates<State>): boolean {
    if (failureOf(error) !== 'unexpected') return true;
    this.#inARow += 1;
    if (this.#inARow > mostInARow) return false;
    for (const id of changed) {
      const failures = (this.#ofPatient.get(id) ?? 0) + 1;
      this.#ofPatient.set(id, failures);
      if (failures < mostOfPatient) continue;
      states.beginAnew(id, error);
      states.keep();
      this.#ofPatient.delete(id);
    }
    return true;
  }

  #succeeded(changed: readonly PatientId[]): void {
    this.#inARow = 0;
    for (const id of changed) this.#ofPatient.delete(id);
  }

  #requireIsolable(error: unknown): void {
    if (!this.#steps.isRunning() || failureOf(error) === 'outage') throw error;
  }
}
