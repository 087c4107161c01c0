import { PassThrough, type Readable } from 'node:stream';
import type { Job } from './job.ts';
import { progressOf } from './job-view.ts';

const heartbeatMs = 15_000;

/**
 * Server-sent events of a job: `progress` at once and after each change, then `end`, and that is all. Each says how far
 * the job is as a whole, so a client that missed some lacks nothing, and one that reads slowly is told less often.
 */
export function eventsOf(job: Job, closing: AbortSignal): Readable {
  const stream = new PassThrough();
  const heartbeat = setInterval(() => {
    if (!stream.writableNeedDrain) stream.write(': still here\n\n');
  }, heartbeatMs);
  const stopListening = job.onChange(tell);
  const end = (): void => {
    stream.end();
  };
  closing.addEventListener('abort', end, { once: true });
  stream.once('close', () => {
    clearInterval(heartbeat);
    stopListening();
    closing.removeEventListener('abort', end);
  });
  tell();
  return stream;

  function tell(): void {
    if (stream.writableEnded) return;
    const isOver = job.finishedAt !== undefined || job.cancelled;
    if (!isOver && stream.writableNeedDrain) return;
    const progress = job.cancelled ? { ...progressOf(job), state: 'cancelled' } : progressOf(job);
    stream.write(`event: ${isOver ? 'end' : 'progress'}\ndata: ${JSON.stringify(progress)}\n\n`);
    if (isOver) stream.end();
  }
}
