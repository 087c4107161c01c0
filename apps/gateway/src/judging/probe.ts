const everyMs = 1500;
const limitMs = 5000;

/** Asks again and again whether something outside of this process answers. */
export interface Probe {
  /** How long it has not answered, in milliseconds; 0 while it does. Less than one round is no sign yet. */
  readonly unansweredMs: number;
  stop(): void;
}

/**
 * @param ask resolves where it answers, rejects or hangs where it does not; after 5 s it is asked again
 * @param monotonicMs this process's clock
 */
export function keepProbing(ask: () => Promise<unknown>, monotonicMs: () => number): Probe {
  let answeredMs = monotonicMs();
  let askedMs: number | undefined;
  const round = (): void => {
    if (askedMs !== undefined && monotonicMs() - askedMs < limitMs) return;
    const thisMs = monotonicMs();
    askedMs = thisMs;
    ask()
      .then(() => {
        answeredMs = monotonicMs();
      })
      // Unanswered since the answer before.
      .catch(() => undefined)
      .finally(() => {
        if (askedMs === thisMs) askedMs = undefined;
      });
  };
  round();
  const timer = setInterval(round, everyMs);
  return {
    get unansweredMs() {
      const ageMs = monotonicMs() - answeredMs;
      return ageMs < 2 * everyMs ? 0 : ageMs;
    },
    stop() {
      clearInterval(timer);
    },
  };
}
