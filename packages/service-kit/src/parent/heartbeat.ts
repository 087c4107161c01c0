import { tellParent } from './messages.ts';

const everyMs = 500;
const heartbeat = { type: 'heartbeat' } as const;

/**
 * Tells the process that started this one, twice a second, that the event loop runs.
 * @returns what ends it
 */
export function startHeartbeat(): () => void {
  if (process.channel === undefined) return () => undefined;
  let isLeaving = false;
  const timer = setInterval(() => {
    // One at a time: they would pile up here while the parent does not read.
    if (isLeaving) return;
    isLeaving = true;
    tellParent(heartbeat, () => {
      isLeaving = false;
    });
  }, everyMs);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}

export const isHeartbeat = (message: unknown): boolean =>
  typeof message === 'object' && message !== null && 'type' in message && message.type === heartbeat.type;
