import { TokenBucket } from './token-bucket.ts';

/** Requests of one connection by kind; what is beyond is refused. */
const requestRates = {
  subscribe: { burst: 10, perSecond: 2 },
  echo: { burst: 20, perSecond: 5 },
  // A held-down key repeats some 30 times a second.
  command: { burst: 60, perSecond: 20 },
} as const;

/** Everything that one connection sends, unreadable messages included; beyond that it is cut. */
export const messageRates = {
  messages: { burst: 500, perSecond: 150 },
  bytes: { burst: 512 * 1024, perSecond: 64 * 1024 },
} as const;

export type RequestKind = keyof typeof requestRates;

/** Whether a request of this kind may be carried out now. */
export function requestLimits(now: () => number): (kind: RequestKind) => boolean {
  const buckets: Readonly<Record<RequestKind, TokenBucket>> = {
    subscribe: new TokenBucket(requestRates.subscribe, now),
    echo: new TokenBucket(requestRates.echo, now),
    command: new TokenBucket(requestRates.command, now),
  };
  return (kind) => buckets[kind].take();
}
