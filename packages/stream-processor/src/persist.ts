import { BeatwatchError } from '@beatwatch/contracts';
import pRetry, { AbortError } from 'p-retry';

export interface PersistOptions {
  /** Ends the trying when the app stops. */
  readonly signal: AbortSignal;
  /** Told of each failure: the stream stands still until the effect succeeds. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Tries an effect until it succeeds, with growing pauses up to 5 s: while the database or the broker is away,
 * the stage waits and loses nothing. An error that says that trying again is useless is thrown at once.
 */
export function persist<T>(effect: () => Promise<T>, options: PersistOptions): Promise<T> {
  return pRetry(
    () =>
      effect().catch((error: unknown) => {
        if (error instanceof BeatwatchError && !error.retryable) throw new AbortError(error);
        throw error instanceof Error ? error : new Error(String(error));
      }),
    {
      forever: true,
      minTimeout: 100,
      maxTimeout: 5000,
      signal: options.signal,
      onFailedAttempt: options.onFailure,
    },
  );
}
