import { randomUUID } from 'node:crypto';
import { BeatwatchError } from '@beatwatch/contracts';
import { pause } from '@beatwatch/service-kit';
import type PgBoss from 'pg-boss';
import type { Pool } from './boss-statements.ts';
import { findJob } from './job-rows.ts';
import type { AbortReason, JobHandler, JobWorker, WorkOptions } from './job-queue.ts';
import { claim, failRun, failStuck, giveBack, heartbeat, removeOldRuns, type Claim } from './run-rows.ts';

export interface WorkerParts {
  readonly boss: PgBoss;
  readonly pool: Pool;
  readonly kind: string;
  readonly handler: JobHandler;
  /** Called with what went wrong beside the jobs themselves; the worker goes on. */
  readonly onError: (error: unknown) => void;
}

const defaults = { concurrency: 1, pollMs: 1000, heartbeatMs: 1000, stuckAfterMs: 30_000 };
/** What is dropped has been kept for days. */
const clearUpEveryMs = 3_600_000;

/** Looks for jobs and runs them, at most `concurrency` at a time. */
export function startWorker(parts: WorkerParts, options: WorkOptions = {}): JobWorker {
  const settings = { ...defaults, ...options };
  const running = new Map<string, { readonly abort: AbortController; readonly ended: Promise<void> }>();
  const stopping = new AbortController();
  let lookedForStuckMs = Number.NEGATIVE_INFINITY;
  let clearedUpMs = Number.NEGATIVE_INFINITY;

  async function look(): Promise<void> {
    const { boss, pool, kind } = parts;
    const nowMs = performance.now();
    if (nowMs - lookedForStuckMs >= Math.min(5000, settings.stuckAfterMs / 3)) {
      lookedForStuckMs = nowMs;
      await failStuck(pool, kind, settings.stuckAfterMs);
    }
    if (nowMs - clearedUpMs >= clearUpEveryMs) {
      clearedUpMs = nowMs;
      await removeOldRuns(pool);
    }
    const free = settings.concurrency - running.size;
    if (free <= 0 || stopping.signal.aborted) return;
    for (const { id } of await boss.fetch(kind, { batchSize: free })) begin(id);
  }

  function begin(jobId: string): void {
    const abort = new AbortController();
    const held = { jobId, kind: parts.kind, worker: randomUUID() };
    const ended = attempt(parts, held, abort, settings)
      .catch(parts.onError)
      .finally(() => running.delete(jobId));
    running.set(jobId, { abort, ended });
    if (stopping.signal.aborted) abort.abort('stopping' satisfies AbortReason);
  }

  const loop = (async () => {
    while (!stopping.signal.aborted) {
      await look().catch(parts.onError);
      await pause(settings.pollMs, stopping.signal);
    }
  })();

  return {
    get running() {
      return running.size;
    },
    async stop() {
      stopping.abort();
      await loop;
      for (const { abort } of running.values()) abort.abort('stopping' satisfies AbortReason);
      await Promise.all([...running.values()].map(({ ended }) => ended));
    },
  };
}

/** Runs one attempt to its end and stores what came of it. */
async function attempt(
  { boss, pool, kind, handler, onError }: WorkerParts,
  held: Claim,
  abort: AbortController,
  { heartbeatMs, stuckAfterMs }: Required<Pick<WorkOptions, 'heartbeatMs' | 'stuckAfterMs'>>,
): Promise<void> {
  const { signal } = abort;
  await claim(pool, held);
  const job = await findJob(pool, held.jobId);
  if (job === undefined) return;
  let progress: object | undefined;
  const over = new AbortController();

  const beats = (async () => {
    let heardMs = performance.now();
    while (!over.signal.aborted) {
      try {
        const reason = await heartbeat(pool, held, progress);
        heardMs = performance.now();
        if (reason !== undefined && !signal.aborted) abort.abort(reason);
      } catch (error) {
        onError(error);
        // By now another worker may have the job.
        if (performance.now() - heardMs > stuckAfterMs && !signal.aborted) abort.abort('lost');
      }
      await pause(heartbeatMs, over.signal);
    }
  })();

  let outcome: { readonly result: object } | { readonly error: unknown };
  try {
    const report = (newest: object): void => {
      progress = newest;
    };
    outcome = { result: await handler({ job, signal, report }) };
  } catch (error) {
    outcome = { error };
  }
  over.abort();
  await beats;
  const reason = signal.aborted ? (signal.reason as AbortReason) : await heartbeat(pool, held, progress);
  if (reason === 'stopping') await giveBack(pool, held);
  if (reason !== undefined) return;
  if ('result' in outcome) await boss.complete(kind, held.jobId, outcome.result);
  else await failRun(pool, held, failureOf(outcome.error), mayRetry(outcome.error));
}

const mayRetry = (error: unknown): boolean => !(error instanceof BeatwatchError) || error.retryable;

const failureOf = (error: unknown): { readonly message: string; readonly code?: string } => ({
  message: error instanceof Error ? error.message : String(error),
  ...(error instanceof BeatwatchError && { code: String(error.code) }),
});
