import { patientId } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { CheckpointPace } from './checkpoint-pace.ts';
import { oldestStates, type UnstoredState } from './unstored-states.ts';

/** States that change all the time: of each, when it was stored last. */
class BusyPartition {
  readonly storedMs: number[];
  readonly longestMs: number[];
  readonly pieceBytes: number[] = [];
  readonly #bytes: number;

  constructor(patients: number, bytes: number) {
    this.storedMs = Array<number>(patients).fill(0);
    this.longestMs = Array<number>(patients).fill(0);
    this.#bytes = bytes;
  }

  get unstored(): UnstoredState[] {
    return this.storedMs.map((sinceMs, index) => ({
      patientId: patientId(`p-${index}`),
      offset: 0,
      isBeyondLog: false,
      sinceMs,
      bytes: this.#bytes,
    }));
  }

  /** @returns time until the next piece */
  store(pace: CheckpointPace, number: number, nowMs: number): number {
    const { unstored } = this;
    const piece = pace.plan(number, unstored, nowMs);
    const chosen = oldestStates(piece)(unstored);
    for (const { patientId: id } of chosen) {
      const index = Number(id.slice(2));
      this.longestMs[index] = Math.max(this.longestMs[index]!, nowMs - this.storedMs[index]!);
      this.storedMs[index] = nowMs;
    }
    this.pieceBytes.push(chosen.length * this.#bytes);
    return piece.nextInMs;
  }
}

/** Runs partitions for two minutes and gives, of the second one, what was stored. */
function run(options: { readonly partitions: number; readonly patients: number; readonly bytes: number }) {
  const pace = new CheckpointPace({ leastMs: 2000 });
  const partitions = Array.from({ length: options.partitions }, (_, number) => ({
    number,
    dueMs: number,
    states: new BusyPartition(options.patients, options.bytes),
  }));
  const ofSecondMinute: number[] = [];
  for (let nowMs = 0; nowMs < 120_000; nowMs += 10) {
    for (const partition of partitions) {
      if (partition.dueMs > nowMs) continue;
      partition.dueMs = nowMs + partition.states.store(pace, partition.number, nowMs);
      if (nowMs >= 60_000) ofSecondMinute.push(partition.states.pieceBytes.at(-1)!);
    }
    if (nowMs === 60_000) for (const { states } of partitions) states.longestMs.fill(0);
  }
  return {
    bytesPerSecond: ofSecondMinute.reduce((sum, bytes) => sum + bytes, 0) / 60,
    largestPiece: Math.max(...ofSecondMinute),
    longestMs: Math.max(...partitions.flatMap(({ states }) => states.longestMs)),
    piecesPerSecond: ofSecondMinute.length / 60,
  };
}

describe('states that change all the time', () => {
  it('are stored every 2 s in one piece where they are few', () => {
    const { longestMs, piecesPerSecond } = run({ partitions: 6, patients: 3, bytes: 10_000 });
    expect(longestMs).toBeLessThan(2100);
    expect(piecesPerSecond).toBeCloseTo(3, 0);
  });

  it('are stored in even pieces, of about half a mebibyte a second in all', () => {
    const { longestMs, bytesPerSecond, largestPiece } = run({ partitions: 6, patients: 50, bytes: 10_000 });
    expect(bytesPerSecond).toBeLessThan(1.4 * 524_288);
    expect(bytesPerSecond).toBeGreaterThan(0.8 * 524_288);
    expect(largestPiece).toBeLessThan(250_000);
    expect(longestMs).toBeLessThan(7000);
  });

  it('are stored within 8 s however many they are, since that is what a crash leaves to be read again', () => {
    const { longestMs, piecesPerSecond } = run({ partitions: 6, patients: 200, bytes: 100_000 });
    expect(longestMs).toBeLessThan(9000);
    expect(piecesPerSecond).toBeLessThan(6 * 4.2);
  });
});

describe('a piece', () => {
  const state = (index: number, more: Partial<UnstoredState> = {}): UnstoredState => ({
    patientId: patientId(`p-${index}`),
    offset: index,
    isBeyondLog: false,
    sinceMs: index,
    bytes: 100,
    ...more,
  });
  const idsOf = (states: readonly UnstoredState[]): string[] => states.map(({ patientId: id }) => id);

  it('has the states that have waited for longest, first those that the log does not have', () => {
    const states = [state(3), state(1), state(4, { isBeyondLog: true }), state(2)];
    expect(idsOf(oldestStates({ bytes: 250, untilMs: 0 })(states))).toEqual(['p-4', 'p-1', 'p-2']);
  });

  it('has whatever is due, beyond its bytes, and is never empty', () => {
    const states = [state(1), state(2), state(3)];
    expect(idsOf(oldestStates({ bytes: 1, untilMs: 2 })(states))).toEqual(['p-1', 'p-2']);
    expect(idsOf(oldestStates({ bytes: 1, untilMs: 0 })(states))).toEqual(['p-1']);
  });

  it('has everything where states are to be stored at once', () => {
    const states = [state(1), state(2), state(3)];
    const piece = new CheckpointPace({ leastMs: 0 }).plan(0, states, 3);
    expect(oldestStates(piece)(states)).toHaveLength(3);
    expect(piece.nextInMs).toBe(0);
  });
});
