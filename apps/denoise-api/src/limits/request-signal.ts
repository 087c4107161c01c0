import type { FastifyReply } from 'fastify';
import { ApiError } from '../errors.ts';

/**
 * Aborts at the time limit of a request, or when the client disconnects; its reason is the problem to respond with.
 * (Fastify's own `request.signal` aborts as soon as the body has been read.)
 * @param isUploading whether the server still waits for the client at the time limit
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
        : new ApiError('time-limit', `The response took longer than ${seconds} s.`, {
            retryAfterSeconds: 10,
          }),
    );
  }, limitMs);
  reply.raw.once('close', () => {
    clearTimeout(timer);
    controller.abort(new ApiError('time-limit', 'The client disconnected.'));
  });
  return controller.signal;
}

/** The result of `work`, or the signal's reason where it aborts first; the work itself must watch the signal too. */
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
