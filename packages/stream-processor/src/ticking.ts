export interface Ticking {
  /** Ends the ticks; resolves when the last one has finished. */
  stop(): Promise<void>;
}

/**
 * Calls `tick` again and again, `everyMs` after the previous call has finished.
 * @param tick must never reject
 */
export function keepTicking(everyMs: number, tick: () => Promise<void>): Ticking {
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      running = tick().then(wait);
    }, everyMs);
  };
  wait();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
