import { describeError, pause } from '@beatwatch/service-kit';
import type { RunningProcess } from './running-process.ts';

export interface SupervisedPart<Running extends RunningProcess> {
  readonly name: string;
  /** Starts it and waits until it is ready. The signal ends a start under way. */
  readonly start: (signal: AbortSignal) => Promise<Running>;
  /** Watches a running process and calls `onHung` once it no longer responds. @returns what ends the watch */
  readonly watch?: (running: Running, onHung: (reason: string) => void) => () => void;
  /** Called after each unexpected end, while the next process starts. */
  readonly cleanUp?: (dead: Running) => Promise<void>;
  /** Awaited before each restart, e.g. for space on the disk. */
  readonly untilPossible?: (signal: AbortSignal) => Promise<void>;
  /** The end of its log, for a part that ends again and again. */
  readonly lastLines: () => Promise<string>;
}

export interface SupervisionEvents {
  /** An unexpected end; with the end of its log where it keeps ending. */
  readonly onEnd: (name: string, reason: string, log?: string) => void;
  readonly onRestart: (name: string) => void;
}

export interface Supervised<Running extends RunningProcess> {
  /** The process that runs now; during a restart, the one before. */
  readonly current: Running;
  stop(): Promise<void>;
}

/** Pause before the restart after the n-th end in a row: none after the first, then from 0.25 to 5 s. */
export const pauseMs = (ends: number): number => (ends <= 1 ? 0 : Math.min(5000, 250 * 2 ** (ends - 2)));

/** A process that ran for this long has not ended in a row with the one before. */
const steadyMs = 60_000;
/** Ends in a row from which the end of the log is shown. */
const loopEnds = 3;

/**
 * Keeps a part running: starts it again after every end that was not asked for, and kills it first where it hangs.
 * @throws the error of the first start
 */
export async function supervise<Running extends RunningProcess>(
  part: SupervisedPart<Running>,
  events: SupervisionEvents,
): Promise<Supervised<Running>> {
  const { name } = part;
  const stopping = new AbortController();
  const { signal } = stopping;
  let current = await part.start(signal);
  let ends = 0;

  // A function: the signal changes while others are awaited.
  const isOver = (): boolean => signal.aborted;

  async function keepRunning(): Promise<void> {
    while (!isOver()) {
      const startedMs = performance.now();
      const reason = await endOf(part, current);
      if (isOver()) return;
      if (performance.now() - startedMs > steadyMs) ends = 0;
      void part.cleanUp?.(current).catch(() => undefined);
      await restart(reason);
    }
  }

  async function restart(first: string): Promise<void> {
    for (let reason = first; !isOver();) {
      ends += 1;
      events.onEnd(name, reason, ends < loopEnds ? undefined : await part.lastLines().catch(() => ''));
      await pause(pauseMs(ends), signal);
      await part.untilPossible?.(signal);
      if (isOver()) return;
      try {
        current = await part.start(signal);
        events.onRestart(name);
        return;
      } catch (error) {
        reason = describeError(error);
      }
    }
  }

  const kept = keepRunning();
  return {
    get current() {
      return current;
    },
    async stop() {
      stopping.abort();
      await current.stop();
      await kept;
      // One that became ready just then.
      await current.stop();
    },
  };
}

/** Waits for the end of a process, and brings it about where it hangs. */
async function endOf<Running extends RunningProcess>(
  part: SupervisedPart<Running>,
  running: Running,
): Promise<string> {
  let hung: string | undefined;
  const endWatch = part.watch?.(running, (reason) => {
    hung = reason;
    running.kill();
  });
  const reason = await running.ended;
  endWatch?.();
  return hung ?? reason;
}
