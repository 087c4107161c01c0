import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { hasEnded, type Job, type JobQueue } from '@beatwatch/job-queue';
import { shownJob } from './shown-job.ts';

export interface FollowOptions {
  readonly queue: JobQueue;
  readonly job: Job;
  readonly everyMs: number;
  readonly stopping: AbortSignal;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** A comment line within this time keeps the connection from being thought dead. */
const keepAliveMs = 15_000;

/** Sends the job as an event at once and after each change, until it has ended or nobody listens any more. */
export async function followJob(options: FollowOptions): Promise<void> {
  const { queue, everyMs, stopping, request, response } = options;
  const gone = new AbortController();
  request.once('close', () => {
    gone.abort();
  });
  const signal = AbortSignal.any([stopping, gone.signal]);
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  let sent = '';
  let sentMs = performance.now();
  let job: Job | undefined = options.job;
  while (job !== undefined) {
    const event = JSON.stringify(shownJob(job));
    const nowMs = performance.now();
    if (event !== sent || nowMs - sentMs > keepAliveMs) {
      response.write(event === sent ? ':\n\n' : `event: job\ndata: ${event}\n\n`);
      sentMs = nowMs;
      sent = event;
    }
    if (hasEnded(job)) break;
    try {
      await pause(everyMs, undefined, { signal });
      job = await queue.find(job.id);
    } catch {
      // Nobody listens, the server stops, or the database is away: a browser asks again by itself.
      break;
    }
  }
  response.end();
}
