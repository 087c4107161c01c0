import { describeError, pause, type Logger, type Service } from '@beatwatch/service-kit';
import { createMlflowClient } from './client.ts';
import { publish } from './publish.ts';
import type { MlflowSettings } from './settings.ts';
import type { Roles, Sources } from './sources.ts';

export interface MlflowMirrorOptions {
  readonly settings: MlflowSettings;
  readonly sources: () => Promise<Sources>;
  /** Asked often: a change is sent. */
  readonly roles: () => Promise<Roles>;
  /** Whether the queue still has the job as running. */
  readonly isRunning: (jobId: string) => Promise<boolean>;
  readonly logger: Logger;
  /** Default 5 s. */
  readonly everyMs?: number;
  /** After a failure. Default a minute. */
  readonly retryMs?: number;
}

export interface MlflowMirror extends Service {
  /** An attempt at a job is over; the queue may know a moment later. */
  attemptEnded(jobId: string): void;
}

/** Time for all that is missing; what is left comes with the next try. */
const limitMs = 600_000;

/**
 * Keeps an MLflow server up to date, beside the jobs: whatever it does or does not, no job notices. What could not be sent
 * is said once, and sent when the server is back.
 */
export function buildMlflowMirror({
  settings,
  sources,
  roles,
  isRunning,
  logger,
  everyMs = 5000,
  retryMs = 60_000,
}: MlflowMirrorOptions): MlflowMirror {
  const stopping = new AbortController();
  const { signal } = stopping;
  let isDue = true;
  const ending = new Set<string>();
  let sentRoles = '';
  let notBeforeMs = Number.NEGATIVE_INFINITY;
  let lastWarning = '';
  let loop = Promise.resolve();

  const warn = (why: string): void => {
    notBeforeMs = performance.now() + retryMs;
    if (why === lastWarning) return;
    lastWarning = why;
    logger.warn({ why }, 'not all could be sent to MLflow; jobs go on, and it is tried again');
  };

  async function look(): Promise<void> {
    for (const jobId of ending) {
      if (await isRunning(jobId)) continue;
      ending.delete(jobId);
      isDue = true;
    }
    const current = JSON.stringify(await roles());
    if ((!isDue && current === sentRoles) || performance.now() < notBeforeMs) return;
    isDue = false;
    const client = createMlflowClient(settings, AbortSignal.any([signal, AbortSignal.timeout(limitMs)]));
    const { problems, isComplete, ...sent } = await publish(client, await sources(), Date.now());
    sentRoles = current;
    isDue ||= !isComplete;
    if (problems.length > 0) warn(problems.join('; '));
    else lastWarning = '';
    const { runs, models, aliases } = sent;
    if (runs.length + models.length + aliases.length > 0)
      logger.info({ runs: runs.length, models: models.length, aliases }, 'sent to MLflow');
  }

  return {
    attemptEnded(jobId) {
      ending.add(jobId);
    },
    start() {
      loop = (async () => {
        while (!signal.aborted) {
          await look().catch((error: unknown) => {
            isDue = true;
            if (!signal.aborted) warn(describeError(error));
          });
          await pause(everyMs, signal);
        }
      })();
      return Promise.resolve();
    },
    async stop() {
      stopping.abort();
      await loop;
    },
  };
}
