import { createRequire, syncBuiltinESMExports } from 'node:module';
import type { install } from '@sinonjs/fake-timers';

type InstalledClock = ReturnType<typeof install>;

// A module that no bundle copies: the timers that it replaces are the process's own.
const fakeTimers = createRequire(import.meta.url)('@sinonjs/fake-timers') as {
  readonly install: typeof install;
};

const realSetImmediate = setImmediate;

/** Resolves when every promise that can go on without a timer has done so. */
const settled = (): Promise<void> =>
  new Promise((resolve) => {
    realSetImmediate(resolve);
  });

/** Time of the simulation: timers fire in order, and between two of them no time passes. */
export class VirtualClock {
  readonly #clock: InstalledClock;

  /** Replaces the process's clocks and timers until `uninstall`. @param startMs epoch milliseconds */
  constructor(startMs: number) {
    this.#clock = fakeTimers.install({
      now: startMs,
      loopLimit: 100_000_000,
      toFake: [
        'setTimeout',
        'clearTimeout',
        'setInterval',
        'clearInterval',
        'setImmediate',
        'clearImmediate',
        'Date',
        'performance',
        'hrtime',
      ],
    });
    syncBuiltinESMExports();
  }

  /** Epoch milliseconds. */
  get nowMs(): number {
    return this.#clock.now;
  }

  /** Timers that wait to fire. */
  get timers(): number {
    return this.#clock.countTimers();
  }

  /** Fires the timers that are due until then, one by one, each with all that follows from it. */
  async runUntil(timeMs: number): Promise<void> {
    const reached = { is: false };
    setTimeout(
      () => {
        reached.is = true;
      },
      Math.max(0, timeMs - this.nowMs),
    );
    await settled();
    while (!reached.is) {
      this.#clock.next();
      await settled();
    }
  }

  uninstall(): void {
    this.#clock.uninstall();
    syncBuiltinESMExports();
  }
}

/** Resolves after a span of the simulation's time. */
export const delay = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
