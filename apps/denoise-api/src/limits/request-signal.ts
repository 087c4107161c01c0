import type { FastifyReply } from 'fastify';
import { ApiError } from '../errors.ts';

/**
 * Aborts once the time of a request is over, or the one who asked is gone; its reason is the problem to answer with.
 * (Fastify's own `request.signal` aborts as soon as the body was read.)
 * @param isUploading whether the client's part is still being waited for, once the time is over
 */
export function requestSignal(
  reply: FastifyReply,
  limitMs: number,
  isUploading: () => boolean = () => false,
): AbortSignal {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    const seconds = Math.round(limitMs / 1000);
    controller.abort(
      isUploading()
        ? new ApiError('upload-too-slow', `Expected the whole upload within ${seconds} s.`)
        : new ApiError('time-limit', `The answer took longer than ${seconds} s.`, { retryAfterSeconds: 10 }),
    );
  }, limitMs);
  reply.raw.once('close', () => {
    clearTimeout(timer);
    controller.abort(new ApiError('time-limit', 'The client is gone.'));
  });
  return controller.signal;
}

/** What `work` comes to, or the signal's reason where that comes first; the work itself has to heed the signal too. */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    work.catch(() => undefined);
    throw signal.reason as Error;
  }
  let giveUp = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', giveUp, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
