import pRetry, { AbortError } from 'p-retry';
import { failureOf } from './failure.ts';

export interface RetryOptions {
  /** Ends the attempts when the app stops. */
  readonly signal: AbortSignal;
  /** Called with the error of each failed attempt. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Repeats an effect until database and broker have taken it, with pauses that grow to 2 s and differ from process to process: while one of them is away, the
 * processor waits and loses nothing.
 * @throws the effect's own error, at once, where it is no outage
 */
export function retryUntilStored<T>(effect: () => Promise<T>, options: RetryOptions): Promise<T> {
  return pRetry(
    () =>
      effect().catch((error: unknown) => {
        const cause = error instanceof Error ? error : new Error(String(error));
        throw failureOf(error) === 'outage' ? cause : new AbortError(cause);
      }),
    {
      forever: true,
      minTimeout: 100,
      maxTimeout: 2000,
      randomize: true,
      signal: options.signal,
      onFailedAttempt: options.onFailure,
    },
  );
}
