import type { Piece, UnstoredState } from './unstored-states.ts';

export interface CheckpointBounds {
  /** Bytes of states a second, of all partitions, up to which the interval is the shortest. Default 512 KiB. */
  readonly bytesPerSecond?: number;
  /** Bytes of states from which those of one partition are stored one piece after the other. Default 128 KiB. */
  readonly pieceBytes?: number;
}

export interface CheckpointPaceOptions extends CheckpointBounds {
  /** Shortest interval at which a changed state is stored, milliseconds; 0 stores all of them at once. */
  readonly leastMs: number;
}

export interface PlannedPiece extends Piece {
  /** From this piece to the next one of the partition. */
  readonly nextInMs: number;
}

/** Longest interval, of the shortest: what a killed process leaves to be read again. */
const longest = 4;
/** Shortest time between two pieces of a partition: each is a statement and a commit. */
const shortestPauseMs = 250;

/**
 * How fast states are stored: each one once in an interval, in pieces that are spread evenly over it, so that no checkpoint
 * holds up the batches behind it. The interval is as long as bytes a second allow, within bounds: the log has what is not
 * stored yet, and reading it again after a crash takes part of the interval.
 */
export class CheckpointPace {
  readonly #leastMs: number;
  readonly #bytesPerSecond: number;
  readonly #pieceBytes: number;
  /** Unstored bytes of each partition when its last piece was planned. */
  readonly #bytes = new Map<number, number>();

  constructor({ leastMs, bytesPerSecond = 524_288, pieceBytes = 131_072 }: CheckpointPaceOptions) {
    this.#leastMs = leastMs;
    this.#bytesPerSecond = bytesPerSecond;
    this.#pieceBytes = pieceBytes;
  }

  /** Time in which every changed state is stored once, milliseconds. */
  get intervalMs(): number {
    const bytes = [...this.#bytes.values()].reduce((sum, value) => sum + value, 0);
    const allowedMs = (bytes / this.#bytesPerSecond) * 1000;
    return Math.min(longest * this.#leastMs, Math.max(this.#leastMs, allowedMs));
  }

  /**
   * @param unstored states of the partition
   * @param nowMs by the clock of the states
   */
  plan(partition: number, unstored: readonly UnstoredState[], nowMs: number): PlannedPiece {
    const all = unstored.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#bytes.set(partition, all);
    const { intervalMs } = this;
    // At least one in the shortest interval, so that commits show how far the processor is.
    const fewest = Math.ceil(intervalMs / Math.max(1, this.#leastMs));
    const most = Math.max(fewest, Math.floor(intervalMs / shortestPauseMs));
    const pieces = Math.max(1, Math.min(most, Math.max(fewest, Math.ceil(all / this.#pieceBytes))));
    const nextInMs = intervalMs / pieces;
    return { bytes: all / pieces, untilMs: nowMs - intervalMs + nextInMs, nextInMs };
  }

  /** The partition belongs to another process. */
  forget(partition: number): void {
    this.#bytes.delete(partition);
  }

  forgetAll(): void {
    this.#bytes.clear();
  }
}
