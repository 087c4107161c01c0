export interface Ticking {
  /** No further tick; resolves when the one in hand is done. */
  stop(): Promise<void>;
}

/**
 * Does something again and again, the next time `everyMs` after the last one was done.
 * @param tick never rejects
 */
export function keepTicking(everyMs: number, tick: () => Promise<void>): Ticking {
  let stopped = false;
  let inHand: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      inHand = tick().then(wait);
    }, everyMs);
  };
  wait();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await inHand;
    },
  };
}
