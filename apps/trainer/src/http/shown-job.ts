import { hasEnded, type Job } from '@beatwatch/job-queue';

/** A job as it is sent: times as ISO 8601. */
export function shownJob(job: Job): object {
  const { createdAtMs, startedAtMs, endedAtMs, heartbeatAtMs: _, ...rest } = job;
  return {
    ...rest,
    createdAt: iso(createdAtMs),
    ...(startedAtMs !== undefined && { startedAt: iso(startedAtMs) }),
    ...(endedAtMs !== undefined && { endedAt: iso(endedAtMs) }),
    ended: hasEnded(job),
  };
}

const iso = (timeMs: number): string => new Date(timeMs).toISOString();
