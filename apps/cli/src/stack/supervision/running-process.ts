/** A process of the stack, from its start to its end. */
export interface RunningProcess {
  readonly pid: number;
  /** Resolves with the reason once it has ended, however that was. */
  readonly ended: Promise<string>;
  /** Ends it at once, even where it is stopped or hung. */
  kill(): void;
  /** Ends it in good order. */
  stop(): Promise<void>;
}

/** Why a process has ended, for the terminal. */
export const endReason = (code: number | null | undefined, signal: string | null | undefined): string =>
  signal ?? `exit code ${String(code)}`;

/** Sends SIGKILL to a process that may have ended by itself. */
export function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
