import type { ProcessingProgress } from './processing-progress.ts';

const waitingLimitMs = 5000;

/**
 * A check of readiness: nothing has waited for more than 5 s, or nothing is there to be worked on.
 * @returns true, or why not
 */
export function notWaiting(progress: ProcessingProgress): true | string {
  const waitingMs = progress.waitingMs(performance.now());
  if (waitingMs <= waitingLimitMs) return true;
  const { hindrance } = progress;
  const cause = hindrance === undefined ? '' : `: the ${hindrance} does not answer`;
  return `messages have waited for ${Math.round(waitingMs / 1000)} s${cause}`;
}
