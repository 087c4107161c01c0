import type { GroupPosition, MessageStream, Position } from '@beatwatch/stream';

export type ConsumerOptions = Parameters<MessageStream['consume']>[0];

/** A stream whose rebalances are the test's. @param positions how far the group is; default: of no partition */
export function streamByHand(positions: () => Promise<readonly GroupPosition[]> = () => Promise.resolve([])) {
  const committed: Position[] = [];
  const consumed: ConsumerOptions[] = [];
  const stream: MessageStream = {
    kind: 'in-process',
    logId: 'log',
    ensureTopics: () => Promise.resolve(),
    ping: () => Promise.resolve(),
    positions,
    stop: () => Promise.resolve(),
    producer: () => Promise.resolve({ send: () => Promise.resolve(), stop: () => Promise.resolve() }),
    consume: (options) => {
      consumed.push(options);
      return Promise.resolve({
        commit: (positions) => {
          committed.push(...positions);
          return Promise.resolve();
        },
        pause: () => undefined,
        resume: () => undefined,
        stop: () => Promise.resolve(),
      });
    },
  };
  return { stream, committed, consumed };
}
