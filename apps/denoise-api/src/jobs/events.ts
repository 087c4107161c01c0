import { PassThrough, type Readable } from 'node:stream';
import type { Job } from './job.ts';
import { progressOf } from './job-view.ts';

const heartbeatMs = 15_000;

/**
 * Server-sent events of a job: `progress` at once and after each change, then `end`. Each carries the progress of the
 * whole job, so a client can miss some, and a slow reader gets fewer.
 */
export function eventsOf(job: Job, closing: AbortSignal): Readable {
  const stream = new PassThrough();
  const heartbeat = setInterval(() => {
    if (!stream.writableNeedDrain) stream.write(': heartbeat\n\n');
  }, heartbeatMs);
  const stopListening = job.onChange(send);
  const end = (): void => {
    stream.end();
  };
  closing.addEventListener('abort', end, { once: true });
  stream.once('close', () => {
    clearInterval(heartbeat);
    stopListening();
    closing.removeEventListener('abort', end);
  });
  send();
  return stream;

  function send(): void {
    if (stream.writableEnded) return;
    const isOver = job.finishedAt !== undefined || job.cancelled;
    if (!isOver && stream.writableNeedDrain) return;
    const progress = job.cancelled ? { ...progressOf(job), state: 'cancelled' } : progressOf(job);
    stream.write(`event: ${isOver ? 'end' : 'progress'}\ndata: ${JSON.stringify(progress)}\n\n`);
    if (isOver) stream.end();
  }
}
