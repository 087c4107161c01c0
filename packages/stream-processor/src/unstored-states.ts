import type { PatientId } from '@beatwatch/contracts';

/** A state that differs from the stored one. */
export interface UnstoredState {
  readonly patientId: PatientId;
  /** The first message that the stored state lacks; undefined where it lacks none. */
  readonly offset: number | undefined;
  /** Whether the stored state lacks what is not in the topic's log, and nobody could read again. */
  readonly isBeyondLog: boolean;
  /** Since when, by a monotonic clock. */
  readonly sinceMs: number;
  /** Of the state as it was stored last. */
  readonly bytes: number;
}

/** Which states a checkpoint stores. */
export type ChooseStates = (unstored: readonly UnstoredState[]) => readonly UnstoredState[];

export const everyState: ChooseStates = (unstored) => unstored;

/** Those that could not be made again from the topic's log. */
export const statesBeyondLog: ChooseStates = (unstored) => unstored.filter(({ isBeyondLog }) => isBeyondLog);

export interface Piece {
  readonly bytes: number;
  /** What is unstored since then or longer is stored beyond these bytes. */
  readonly untilMs: number;
}

/** The states that have waited for longest, as many as the piece has bytes for and at least one; those beyond the log first. */
export const oldestStates =
  ({ bytes, untilMs }: Piece): ChooseStates =>
  (unstored) => {
    let chosenBytes = 0;
    return unstored
      .toSorted((a, b) => Number(b.isBeyondLog) - Number(a.isBeyondLog) || a.sinceMs - b.sinceMs)
      .filter((state) => {
        const isDue = chosenBytes < bytes || state.sinceMs <= untilMs || state.isBeyondLog;
        if (isDue) chosenBytes += state.bytes;
        return isDue;
      });
  };
