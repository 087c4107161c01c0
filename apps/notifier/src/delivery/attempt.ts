import type { StoredDelivery } from '@beatwatch/timescale';

/**
 * How an attempt ended:
 * - `delivered`: the receiver has taken the message;
 * - `refused`: it has answered and does not want this one, others may go through;
 * - `unavailable`: it does not answer, or says that it can take nothing now.
 */
export type AttemptResult =
  { readonly is: 'delivered' } | { readonly is: 'refused' | 'unavailable'; readonly reason: string };

/** Makes one attempt; never rejects for what the receiver does. */
export type Attempt = (delivery: StoredDelivery, signal: AbortSignal) => Promise<AttemptResult>;
