import type { Batch, Position } from '@beatwatch/stream';
import type { CheckpointPace } from './checkpoint-pace.ts';
import { KeyedTimers } from './keyed-timers.ts';
import type { PartitionStates } from './partition-states.ts';
import { UnstoredBatches } from './unstored-batches.ts';
import { everyState, oldestStates, statesBeyondLog, type ChooseStates } from './unstored-states.ts';

export interface PartitionCheckpointsOptions<State> {
  /** The topic whose messages change the states. */
  readonly topic: string;
  readonly pace: CheckpointPace;
  readonly retry: <Result>(effect: () => Promise<Result>) => Promise<Result>;
  readonly commit: (position: Position | undefined) => Promise<void>;
  /** Runs a task with the partition's states, unless another process owns the partition by then. */
  readonly later: (partition: number, task: (states: PartitionStates<State>) => Promise<void>) => void;
}

/** Stores the states of each partition piece by piece, and commits the position from which they can be made again. */
export class PartitionCheckpoints<State> {
  readonly #options: PartitionCheckpointsOptions<State>;
  readonly #unstored = new UnstoredBatches();
  readonly #nextPieceMs = new Map<number, number>();
  /** Pieces that no batch has taken along. */
  readonly #timers = new KeyedTimers();

  constructor(options: PartitionCheckpointsOptions<State>) {
    this.#options = options;
  }

  /** The batches that the stored states lack something of. */
  unstoredBatches(partition: number): readonly Batch[] {
    return this.#unstored.of(partition);
  }

  /** Takes note of a batch that has taken effect; stores and commits what is due. */
  async settle(batch: Batch, states: PartitionStates<State>): Promise<void> {
    if (batch.topic !== this.#options.topic) {
      await this.#settleOther(batch, states);
      return;
    }
    states.reached(nextOffset(batch));
    this.#unstored.add(batch);
    if (this.#unstored.isFull(states.number)) await this.#store(states, everyState);
    else await this.#storePieceInTime(states);
  }

  /** Stores every state that changed, and commits the position after the batch. */
  async settleNow(batch: Batch, states: PartitionStates<State>): Promise<void> {
    if (batch.topic === this.#options.topic) states.reached(nextOffset(batch));
    await this.#store(states, everyState);
    if (batch.topic !== this.#options.topic) await this.#commitOther(batch);
  }

  /** Stores the states that could not be made again from the log. */
  storeBeyondLog(states: PartitionStates<State>): Promise<void> {
    return this.#store(states, statesBeyondLog);
  }

  /** The last checkpoint of a partition that is given up; rejects in an outage. */
  async release(states: PartitionStates<State>): Promise<void> {
    await this.#options.commit(await states.checkpoint());
    this.forget(states.number);
  }

  /** What is in memory of the partition is void. */
  forget(partition: number): void {
    this.#unstored.clear(partition);
    this.#options.pace.forget(partition);
  }

  forgetAll(): void {
    this.#unstored.clearAll();
    this.#options.pace.forgetAll();
    this.#nextPieceMs.clear();
    this.cancel();
  }

  /** Stores nothing more unless a batch comes. */
  cancel(): void {
    this.#timers.cancelAll();
  }

  /** A batch of another topic changes states that are not in this log, or none. */
  async #settleOther(batch: Batch, states: PartitionStates<State>): Promise<void> {
    await this.#store(states, statesBeyondLog);
    await this.#commitOther(batch);
  }

  #commitOther(batch: Batch): Promise<void> {
    const { topic, partition } = batch;
    const { retry, commit } = this.#options;
    return retry(() => commit({ topic, partition, nextOffset: nextOffset(batch) }));
  }

  async #storePieceInTime(states: PartitionStates<State>): Promise<void> {
    const inMs = (this.#nextPieceMs.get(states.number) ?? 0) - performance.now();
    if (inMs > 0) this.#storePieceIn(states.number, inMs);
    else await this.#storePiece(states);
  }

  #storePieceIn(partition: number, inMs: number): void {
    this.#timers.schedule(partition, inMs, () => {
      this.#options.later(partition, (states) => this.#storePiece(states));
    });
  }

  async #storePiece(states: PartitionStates<State>): Promise<void> {
    const { number: partition } = states;
    this.#timers.cancel(partition);
    const piece = this.#options.pace.plan(partition, states.unstored(), performance.now());
    await this.#store(states, oldestStates(piece));
    this.#nextPieceMs.set(partition, performance.now() + piece.nextInMs);
    if (states.changed().length > 0) this.#storePieceIn(partition, piece.nextInMs);
  }

  async #store(states: PartitionStates<State>, choose: ChooseStates): Promise<void> {
    const { retry, commit } = this.#options;
    const position = await retry(() => states.checkpoint(choose));
    await retry(() => commit(position));
    if (position !== undefined) this.#unstored.dropBelow(states.number, position.nextOffset);
  }
}

/** Offset of the message after a batch. */
export function nextOffset(batch: Batch): number {
  const last = batch.messages.at(-1);
  if (last === undefined) throw new RangeError('a batch is never empty');
  return last.offset + 1;
}
