import { BeatwatchError } from '@beatwatch/contracts';
import pRetry, { AbortError } from 'p-retry';

export interface RetryOptions {
  /** Ends the attempts when the app stops. */
  readonly signal: AbortSignal;
  /** Called with the error of each failed attempt. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Repeats an effect until database and broker have taken it, with pauses that grow to 5 s: while one of them is away, the
 * processor waits and loses nothing.
 * @throws the effect's own error, at once, where it is a BeatwatchError that is not retryable
 */
export function retryUntilStored<T>(effect: () => Promise<T>, options: RetryOptions): Promise<T> {
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
