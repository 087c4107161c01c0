import { setTimeout as delay } from 'node:timers/promises';

/**
 * Keeps a partition's small batches apart, so that an idle stream costs little and messages gather into batches.
 * @param intervalMs least time from the start of one batch to the end of its turn
 * @param fullBatch from so many messages on there is a backlog, and nothing waits
 */
export async function pace(
  startedMs: number,
  intervalMs: number,
  messages: number,
  fullBatch = 100,
): Promise<void> {
  const restMs = startedMs + intervalMs - performance.now();
  if (messages < fullBatch && restMs > 0) await delay(restMs);
}
