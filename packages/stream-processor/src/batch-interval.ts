import { setTimeout as delay } from 'node:timers/promises';

/** Messages from which a batch counts as part of a backlog. */
const backlogBatch = 100;

/**
 * Waits until `intervalMs` after the start of a small batch, so that messages gather into fewer batches; a backlog is
 * read without a pause.
 */
export async function awaitBatchInterval(
  startedMs: number,
  intervalMs: number,
  messages: number,
): Promise<void> {
  const restMs = startedMs + intervalMs - performance.now();
  if (messages < backlogBatch && restMs > 0) await delay(restMs);
}
